package dev.sluice.agreement;

import java.util.Optional;

/**
 * What an agreement says of encryption; what it does not say is empty. Whether keys can be used is for who uses them to find out.
 *
 * @param required whether data files in clear text are refused
 * @param recipientKeys the tenant's armored public keys, to which that is encrypted which is written for it
 * @param signerKeys armored public keys, one of which must have signed each encrypted file
 */
public record EncryptionTerms(
        Optional<Boolean> required, Optional<String> recipientKeys, Optional<String> signerKeys) {}
