// SPDX-License-Identifier: MIT
/*
 * A 1-Wire bus with two DS18B20, for the kernel's w1 subsystem. They are simulated from the data sheet (19-7487 rev 6): ROM commands,
 * scratchpad, conversion times. With line=N, also a device for the kernel's driver w1-gpio, on that line of the chip sim-gpio.
 */
#include <linux/gpio/machine.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/w1-gpio.h>
#include <linux/w1.h>

static int sixteenths[2] = { 360, -162 };
module_param_array(sixteenths, int, NULL, 0644);
MODULE_PARM_DESC(sixteenths, "the temperatures, in 1/16 degree Celsius");

static bool bus = true;
module_param(bus, bool, 0444);
MODULE_PARM_DESC(bus, "whether there is the bus with the sensors");

static int line = -1;
module_param(line, int, 0444);
MODULE_PARM_DESC(line, "the line for w1-gpio");

enum state { WAITING, COMMAND, MATCH, SEARCH, SELECTED };

struct chip {
	u8 rom[8];
	u8 pad[9];
	enum state state;
	int slots;
	int value;
	int command;
	int count;
	int sent;
	bool converting;
	ktime_t ready;
};

static struct chip chips[2] = {
	{ .rom = { 0x28, 0xAC, 0x41, 0x0E, 0x07 }, .pad = { 0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10 } },
	{ .rom = { 0x28, 0xAD, 0x41, 0x0E, 0x07 }, .pad = { 0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10 } },
};

static int unused(struct chip *chip)
{
	return 3 - (chip->pad[4] >> 5 & 3);
}

static void begin(struct chip *chip, enum state state)
{
	chip->state = state;
	chip->slots = 0;
	chip->command = 0;
	chip->count = 0;
}

static void settle(struct chip *chip)
{
	if (chip->converting && ktime_after(ktime_get(), chip->ready)) {
		int t = sixteenths[chip - chips] & -(1 << unused(chip));

		chip->pad[0] = t;
		chip->pad[1] = t >> 8;
		chip->pad[6] = 0x10 - (t & 0x0F);
		chip->converting = false;
	}
}

/* The byte to send, or -1 to receive one. */
static int next(struct chip *chip)
{
	settle(chip);
	if (chip->command == 0x44)
		return chip->converting ? 0 : 0xFF;
	if (chip->command == 0xB4 || chip->command == 0x48 || chip->command == 0xB8)
		return 0xFF;
	if (chip->command != 0xBE)
		return -1;
	chip->pad[8] = w1_calc_crc8(chip->pad, 8);
	return chip->count < 9 ? chip->pad[chip->count++] : 0xFF;
}

static void received(struct chip *chip)
{
	if (!chip->command) {
		chip->command = chip->value;
		if (chip->command == 0x44) {
			chip->converting = true;
			chip->ready = ktime_add_ms(ktime_get(), 750 >> unused(chip));
		}
	} else if (chip->command == 0x4E && chip->count < 3) {
		chip->pad[2 + chip->count] = chip->count == 2 ? (chip->value & 0x60) | 0x1F : chip->value;
		chip->count++;
	}
}

static u8 slot(struct chip *chip, u8 bit)
{
	int at = chip->slots++;
	int of = chip->state == SEARCH ? at / 3 : at;
	u8 mine = chip->rom[of / 8 % 8] >> of % 8 & 1;

	switch (chip->state) {
	case COMMAND:
		chip->value = (at ? chip->value : 0) | bit << at;
		if (at == 7)
			begin(chip, chip->value == 0x55 ? MATCH : chip->value == 0xF0 ? SEARCH :
				    chip->value == 0xCC ? SELECTED : WAITING);
		return 1;
	case SEARCH:
		if (at % 3 < 2)
			return at % 3 ? !mine : mine;
		fallthrough;
	case MATCH:
		if (bit != mine)
			begin(chip, WAITING);
		else if (of == 63)
			begin(chip, SELECTED);
		return 1;
	case SELECTED:
		if (at % 8 == 0)
			chip->sent = next(chip);
		if (chip->sent >= 0)
			return chip->sent >> at % 8 & 1;
		chip->value = (at % 8 ? chip->value : 0) | bit << at % 8;
		if (at % 8 == 7)
			received(chip);
		return 1;
	default:
		return 1;
	}
}

static u8 reset_bus(void *data)
{
	begin(&chips[0], COMMAND);
	begin(&chips[1], COMMAND);
	return 0;
}

static u8 touch_bit(void *data, u8 bit)
{
	u8 first = slot(&chips[0], bit);

	return bit & first & slot(&chips[1], bit);
}

static struct w1_bus_master master = { .data = chips, .reset_bus = reset_bus, .touch_bit = touch_bit };

static struct gpiod_lookup_table lines = {
	.dev_id = "w1-gpio",
	.table = { GPIO_LOOKUP_IDX("sim-gpio", 0, NULL, 0, GPIO_ACTIVE_HIGH | GPIO_OPEN_DRAIN), {} },
};
static struct platform_device *device;

static int __init w1_sim_init(void)
{
	struct w1_gpio_platform_data data = {};
	int error = 0;

	chips[0].rom[7] = w1_calc_crc8(chips[0].rom, 7);
	chips[1].rom[7] = w1_calc_crc8(chips[1].rom, 7);
	if (line >= 0) {
		lines.table[0].chip_hwnum = line;
		gpiod_add_lookup_table(&lines);
		device = platform_device_register_data(NULL, "w1-gpio", PLATFORM_DEVID_NONE, &data, sizeof(data));
		if (IS_ERR(device)) {
			gpiod_remove_lookup_table(&lines);
			return PTR_ERR(device);
		}
	}
	if (bus)
		error = w1_add_master_device(&master);
	return error;
}

static void __exit w1_sim_exit(void)
{
	if (bus)
		w1_remove_master_device(&master);
	if (device) {
		platform_device_unregister(device);
		gpiod_remove_lookup_table(&lines);
	}
}

module_init(w1_sim_init);
module_exit(w1_sim_exit);
MODULE_DESCRIPTION("A 1-Wire bus with two simulated DS18B20");
MODULE_LICENSE("Dual MIT/GPL");
