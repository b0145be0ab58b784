// SPDX-License-Identifier: MIT
/*
 * A counter of the kernel's counter subsystem that counts the steps of an encoder on two lines of a GPIO chip, as the eQEP of a
 * BeagleBone does on its pins. As with ti-eqep, the ceiling is 0 at first, and the counter does not count before it is enabled.
 */
#include <linux/counter.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/machine.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

static char *chip = "sim-gpio";
module_param(chip, charp, 0444);
MODULE_PARM_DESC(chip, "the label of the chip; line 0 is A, line 1 is B");

static DEFINE_SPINLOCK(lock);
static struct gpio_desc *lines[2];
static int levels[2];
static enum counter_function function = COUNTER_FUNCTION_INCREASE;
static u32 ceiling;
static bool enabled;
static u32 position;

static struct gpiod_lookup_table table = {
	.dev_id = "counter-sim",
	.table = { GPIO_LOOKUP_IDX("", 0, NULL, 0, GPIO_ACTIVE_HIGH), GPIO_LOOKUP_IDX("", 1, NULL, 1, GPIO_ACTIVE_HIGH), {} },
};
static struct platform_device *device;
static struct counter_device *counter;

/* 0 to 3 in the order of the levels when A changes first. */
static int phase(void)
{
	return levels[1] << 1 | (levels[0] ^ levels[1]);
}

/* The lines of gpio-sim cannot be read here, as they have a lock. Each edge is a change. */
static irqreturn_t edge(int irq, void *level)
{
	unsigned long flags;
	int before;

	spin_lock_irqsave(&lock, flags);
	before = phase();
	*(int *)level ^= 1;
	if (enabled && function == COUNTER_FUNCTION_QUADRATURE_X4) {
		if (phase() == ((before + 1) & 3))
			position = position == ceiling ? 0 : position + 1;
		else
			position = position == 0 ? ceiling : position - 1;
	}
	spin_unlock_irqrestore(&lock, flags);
	return IRQ_HANDLED;
}

static int count_read(struct counter_device *device, struct counter_count *count, u64 *value)
{
	*value = READ_ONCE(position);
	return 0;
}

static int function_read(struct counter_device *device, struct counter_count *count, enum counter_function *value)
{
	*value = function;
	return 0;
}

static int function_write(struct counter_device *device, struct counter_count *count, enum counter_function value)
{
	if (enabled)
		return -EBUSY;
	function = value;
	return 0;
}

static int action_read(struct counter_device *device, struct counter_count *count, struct counter_synapse *synapse,
		       enum counter_synapse_action *action)
{
	*action = COUNTER_SYNAPSE_ACTION_BOTH_EDGES;
	return 0;
}

static int ceiling_read(struct counter_device *device, struct counter_count *count, u64 *value)
{
	*value = ceiling;
	return 0;
}

static int ceiling_write(struct counter_device *device, struct counter_count *count, u64 value)
{
	if (value > U32_MAX)
		return -ERANGE;
	ceiling = value;
	return 0;
}

static int enable_read(struct counter_device *device, struct counter_count *count, u8 *value)
{
	*value = enabled;
	return 0;
}

static int enable_write(struct counter_device *device, struct counter_count *count, u8 value)
{
	enabled = value;
	return 0;
}

static const struct counter_ops ops = {
	.count_read = count_read,
	.function_read = function_read,
	.function_write = function_write,
	.action_read = action_read,
};

static struct counter_comp extensions[] = {
	COUNTER_COMP_CEILING(ceiling_read, ceiling_write),
	COUNTER_COMP_ENABLE(enable_read, enable_write),
};
static const enum counter_function functions[] = { COUNTER_FUNCTION_INCREASE, COUNTER_FUNCTION_QUADRATURE_X4 };
static const enum counter_synapse_action actions[] = { COUNTER_SYNAPSE_ACTION_BOTH_EDGES };
static struct counter_signal signals[] = { { .id = 0, .name = "A" }, { .id = 1, .name = "B" } };
static struct counter_synapse synapses[] = {
	{ .actions_list = actions, .num_actions = ARRAY_SIZE(actions), .signal = &signals[0] },
	{ .actions_list = actions, .num_actions = ARRAY_SIZE(actions), .signal = &signals[1] },
};
static struct counter_count counts[] = { {
	.id = 0,
	.name = "count",
	.functions_list = functions,
	.num_functions = ARRAY_SIZE(functions),
	.synapses = synapses,
	.num_synapses = ARRAY_SIZE(synapses),
	.ext = extensions,
	.num_ext = ARRAY_SIZE(extensions),
} };

static int __init add_counter(void)
{
	counter = counter_alloc(0);
	if (!counter)
		return -ENOMEM;
	counter->name = "counter-sim";
	counter->parent = &device->dev;
	counter->ops = &ops;
	counter->counts = counts;
	counter->num_counts = ARRAY_SIZE(counts);
	counter->signals = signals;
	counter->num_signals = ARRAY_SIZE(signals);
	return counter_add(counter);
}

static int __init watch(int i)
{
	lines[i] = devm_gpiod_get_index(&device->dev, NULL, i, GPIOD_IN);
	if (IS_ERR(lines[i]))
		return PTR_ERR(lines[i]);
	levels[i] = gpiod_get_value_cansleep(lines[i]);
	return devm_request_irq(&device->dev, gpiod_to_irq(lines[i]), edge, IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING,
				"counter-sim", &levels[i]);
}

static int __init counter_sim_init(void)
{
	int error;

	table.table[0].key = table.table[1].key = chip;
	gpiod_add_lookup_table(&table);
	device = platform_device_register_simple("counter-sim", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device)) {
		gpiod_remove_lookup_table(&table);
		return PTR_ERR(device);
	}
	error = watch(0) ?: watch(1) ?: add_counter();
	if (error) {
		if (counter)
			counter_put(counter);
		platform_device_unregister(device);
		gpiod_remove_lookup_table(&table);
	}
	return error;
}

static void __exit counter_sim_exit(void)
{
	counter_unregister(counter);
	counter_put(counter);
	platform_device_unregister(device);
	gpiod_remove_lookup_table(&table);
}

module_init(counter_sim_init);
module_exit(counter_sim_exit);
MODULE_DESCRIPTION("A counter of an encoder");
MODULE_IMPORT_NS(COUNTER);
MODULE_LICENSE("Dual MIT/GPL");
