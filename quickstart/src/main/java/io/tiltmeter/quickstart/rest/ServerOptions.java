package io.tiltmeter.quickstart.rest;

import io.tiltmeter.quickstart.supervision.Ports;
import io.tiltmeter.quickstart.terminal.WholeNumber;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of every command that calls a running system. */
public final class ServerOptions {
    @Option(names = "--server", paramLabel = "URL", converter = Address.class)
    private Server server;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = WholeNumber.PagePort.class,
            defaultValue = "" + Ports.DEFAULT_PAGE)
    private int page;

    /** That of {@code --server}, or the one of this machine. */
    public Server server() {
        return server == null ? Server.local(new Ports(page)) : server;
    }

    /** The options that choose the same system again, with a space before; empty for the default. */
    public String asTyped() {
        if (server != null) {
            return " --server " + server.page();
        }
        return page == Ports.DEFAULT_PAGE ? "" : " --port " + page;
    }

    /** The address of a page on the command line. */
    public static final class Address implements ITypeConverter<Server> {
        @Override
        public Server convert(String value) {
            try {
                return Server.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
