package dev.sluice.agreement;

/**
 * Something in an agreement that is not in order.
 *
 * @param key the path of the key, such as {@code resources.limits.cpu}; empty if it is about the text as a whole
 * @param message what is wrong, what follows from it, what to do
 */
public record Problem(String key, String message) {
    /** True if it is in {@code resources}, which only deployments are made from. */
    public boolean isOfResources() {
        return key.equals(AgreementReader.RESOURCES) || key.startsWith(AgreementReader.RESOURCES + ".");
    }

    @Override
    public String toString() {
        return message;
    }
}
