// SPDX-License-Identifier: MIT
package blinka4j.drivers.pca9685;

/** The outputs of a {@link PCA9685}. */
public final class PCAChannels {
    private final PCA9685 pca;

    public PCAChannels(PCA9685 pca) {
        this.pca = pca;
    }

    public int length() {
        return pca.pwmRegs().length();
    }

    /** @param index 0 to 15 */
    public PWMChannel get(int index) {
        return new PWMChannel(pca, index);
    }
}
