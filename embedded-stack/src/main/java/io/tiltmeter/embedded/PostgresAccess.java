package io.tiltmeter.embedded;

import io.tiltmeter.contracts.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Lets nobody into an embedded PostgreSQL without a password: other programs of this machine reach its port too. */
final class PostgresAccess {
    private final PostgresUsers users;

    PostgresAccess(PostgresUsers users) {
        this.users = users;
    }

    /**
     * Before the server starts: gives the superuser its password and demands one from every connection, also on a directory of an
     * earlier version, which let everybody in.
     *
     * @param log takes the output of the server's programs
     * @throws IOException if that fails
     */
    void close(PostgresBinaries binaries, Path home, Path log) throws IOException {
        String superuser = EmbeddedPostgresServer.USER;
        String password = users.password(superuser);
        String rules = "# Written at each start. Password "
                + Sha256.of(password).substring(0, 16) + "\nhost all all 127.0.0.1/32 scram-sha-256\n";
        Path file = home.resolve("pg_hba.conf");
        if (Files.exists(file) && Files.readString(file).equals(rules)) {
            return;
        }
        Process single = binaries.command("postgres", List.of("--single", "-D", home.toString(), "postgres"))
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        try (OutputStream statements = single.getOutputStream()) {
            statements.write(
                    ("alter role " + superuser + " password '" + password + "'\n").getBytes(StandardCharsets.UTF_8));
        }
        int status = single.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(
                    "PostgreSQL's password cannot be set, its program ended with " + status + ": see " + log);
        }
        Path made = home.resolve("pg_hba.conf.making");
        Files.writeString(made, rules);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As the superuser: makes the users and their schemas, and gives them what an earlier version made there. */
    void makeSchemas(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            for (String user : users.schemas()) {
                statement.execute("""
                        do $$
                        declare
                            object text;
                        begin
                            if not exists (select from pg_roles where rolname = '%1$s') then
                                create role %1$s;
                            end if;
                            alter role %1$s login nosuperuser nocreatedb nocreaterole password '%2$s';
                            if not exists (select from pg_namespace where nspname = '%1$s') then
                                create schema %1$s;
                            end if;
                            if (select nspowner from pg_namespace where nspname = '%1$s') <> '%1$s'::regrole then
                                for object in
                                    select oid::regclass::text from pg_class
                                    where relnamespace = '%1$s'::regnamespace and relkind = 'r'
                                loop
                                    execute 'alter table ' || object || ' owner to %1$s';
                                end loop;
                                alter schema %1$s owner to %1$s;
                            end if;
                        end
                        $$""".formatted(user, users.password(user)));
            }
        }
    }
}
