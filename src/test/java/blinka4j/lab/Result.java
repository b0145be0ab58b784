// SPDX-License-Identifier: MIT
package blinka4j.lab;

/**
 * How a command in the guest ended.
 *
 * @param exit its exit status; 128 and the signal's number if a signal ended it
 * @param out its standard output, line ends included
 * @param err its standard error
 */
record Result(int exit, String out, String err) {}
