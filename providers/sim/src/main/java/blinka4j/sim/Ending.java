// SPDX-License-Identifier: MIT
package blinka4j.sim;

/** An action at the end of a try statement. If it fails too, the error of the body is still the one thrown. */
interface Ending extends AutoCloseable {
    @Override
    void close();
}
