// SPDX-License-Identifier: MIT
/*
 * A device for the kernel's driver gpio-ir-tx, on a line of a GPIO chip. On a board, the device tree has it.
 */
#include <linux/gpio/machine.h>
#include <linux/module.h>
#include <linux/platform_device.h>

static char *chip = "sim-gpio";
module_param(chip, charp, 0444);
MODULE_PARM_DESC(chip, "the label of the chip");

static int line;
module_param(line, int, 0444);
MODULE_PARM_DESC(line, "the line of the chip");

static struct gpiod_lookup_table lines = {
	.dev_id = "gpio-ir-tx",
	.table = { GPIO_LOOKUP("", 0, NULL, GPIO_ACTIVE_HIGH), {} },
};
static struct platform_device *device;

static int __init ir_device_init(void)
{
	lines.table[0].key = chip;
	lines.table[0].chip_hwnum = line;
	gpiod_add_lookup_table(&lines);
	device = platform_device_register_simple("gpio-ir-tx", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device)) {
		gpiod_remove_lookup_table(&lines);
		return PTR_ERR(device);
	}
	return 0;
}

static void __exit ir_device_exit(void)
{
	platform_device_unregister(device);
	gpiod_remove_lookup_table(&lines);
}

module_init(ir_device_init);
module_exit(ir_device_exit);
MODULE_DESCRIPTION("A device for gpio-ir-tx");
MODULE_LICENSE("Dual MIT/GPL");
