package dev.sluice.columnkeys;

import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnCipher;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.tenant.command.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scripts/column-keys decrypt}: texts of values, for who may have the keys. */
@Command(
        name = "decrypt",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the texts of a column's values, a line each.",
            "Control characters in a text, line ends too, are printed as \\u000a; bytes that are no text as 0x and digits."
        })
final class DecryptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TENANT.TABLE.COLUMN", index = "0", converter = ColumnName.class)
    private ColumnAddress column;

    @Parameters(
            paramLabel = "HEX",
            index = "1..*",
            arity = "0..*",
            description =
                    "Values as cqlsh prints them, 0x and hexadecimal digits. Without any, lines of them are read from standard input.")
    private List<String> values;

    @Mixin
    private KeyOptions keys;

    @Option(names = "--hex", description = "Prints every value as 0x and hexadecimal digits: for columns of bytes.")
    private boolean hex;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Override
    public Integer call() throws IOException {
        List<ColumnCipher> ciphers = ciphers();
        int code = 0;
        if (values != null) {
            for (String value : values) {
                code = isPrinted(ciphers, value) ? code : 1;
            }
            return code;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(main.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank() && !isPrinted(ciphers, line.strip())) {
                code = 1;
            }
        }
        return code;
    }

    private List<ColumnCipher> ciphers() throws IOException {
        ColumnKeys known = keys.file().read();
        List<ColumnCipher> ciphers = Stream.of(EncryptionKind.values())
                .flatMap(kind -> known.cipher(column, kind).stream())
                .toList();
        if (ciphers.isEmpty()) {
            throw new Refusal(keys.path() + " has no key of tenant '" + column.tenant()
                    + "'; nothing was decrypted. 'scripts/column-keys show' tells whose it has.");
        }
        return ciphers;
    }

    private boolean isPrinted(List<ColumnCipher> ciphers, String value) {
        PrintWriter err = spec.commandLine().getErr();
        byte[] ciphertext;
        try {
            ciphertext = HexFormat.of().parseHex(value.startsWith("0x") ? value.substring(2) : value);
        } catch (IllegalArgumentException e) {
            err.println("sluice: '" + value + "' is no value; it was left out. Give 0x and hexadecimal digits.");
            return false;
        }
        Optional<byte[]> text = ciphers.stream()
                .flatMap(cipher -> decrypted(cipher, ciphertext).stream())
                .findFirst();
        text.ifPresentOrElse(
                bytes -> spec.commandLine().getOut().println(told(bytes)),
                () -> err.println(
                        "sluice: '" + value + "' cannot be decrypted as one of " + column
                                + "; it was left out. It is of another column, its key is not in the file, or it was changed."));
        return text.isPresent();
    }

    private static Optional<byte[]> decrypted(ColumnCipher cipher, byte[] ciphertext) {
        try {
            return Optional.of(cipher.decrypt(ciphertext));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Tenants choose the values: none may do things to the terminal. */
    private String told(byte[] bytes) {
        String text = hex ? null : text(bytes);
        if (text == null) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                told.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                told.append(c);
            }
        }
        return told.toString();
    }

    /** Null if the bytes are no text. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
