package io.tiltmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The users of an embedded PostgreSQL: the superuser, and for each schema one of the same name that owns it and nothing else. Their
 * passwords are made at random and lie beside the server's directory, in a file in PostgreSQL's {@code .pgpass} form that only its
 * owner can read.
 */
public final class PostgresUsers {
    private static final String SUFFIX = ".pgpass";
    private static final int PASSWORD_BYTES = 24;

    private final List<String> schemas;
    private final Map<String, String> passwords;

    private PostgresUsers(List<String> schemas, Map<String, String> passwords) {
        this.schemas = schemas;
        this.passwords = passwords;
    }

    /**
     * Reads the passwords, or makes them.
     *
     * @param directory of the server
     * @throws UncheckedIOException if the file cannot be read or made, or names other users
     */
    public static PostgresUsers of(Path directory, List<String> schemas) {
        Path file = directory.resolveSibling(directory.getFileName() + SUFFIX);
        try {
            if (!Files.exists(file)) {
                make(file, schemas);
            }
            Map<String, String> passwords = Files.readAllLines(file).stream()
                    .map(line -> line.split(":"))
                    .filter(fields -> fields.length == 5)
                    .collect(Collectors.toMap(fields -> fields[3], fields -> fields[4]));
            if (!passwords.keySet().containsAll(schemas) || !passwords.containsKey(EmbeddedPostgresServer.USER)) {
                throw new IOException(file + " lacks users: delete it, and the next start makes it again");
            }
            return new PostgresUsers(List.copyOf(schemas), Map.copyOf(passwords));
        } catch (IOException e) {
            throw new UncheckedIOException("the passwords of PostgreSQL cannot be read", e);
        }
    }

    public String password(String user) {
        return passwords.get(user);
    }

    /** The users beside the superuser, each with a schema of its name. */
    List<String> schemas() {
        return schemas;
    }

    private static void make(Path file, List<String> schemas) throws IOException {
        SecureRandom random = new SecureRandom();
        List<String> lines = Stream.concat(Stream.of(EmbeddedPostgresServer.USER), schemas.stream())
                .map(user -> {
                    byte[] password = new byte[PASSWORD_BYTES];
                    random.nextBytes(password);
                    return "127.0.0.1:*:*:" + user + ":" + HexFormat.of().formatHex(password);
                })
                .toList();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path made = file.resolveSibling(file.getFileName() + ".making");
        try {
            Files.createFile(made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException interrupted) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(made, lines);
        Files.move(made, file);
    }
}
