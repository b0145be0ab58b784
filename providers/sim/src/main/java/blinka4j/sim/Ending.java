// SPDX-License-Identifier: MIT
package blinka4j.sim;

/** What is done at the end of a try statement. If it fails too, the error of the body comes out all the same. */
interface Ending extends AutoCloseable {
    @Override
    void close();
}
