package io.tiltmeter.dataset.file;

import io.tiltmeter.contracts.Fault;

/** A file that cannot be read as rows, with what is wrong, where, and what to do. Nothing of it is to be kept. */
public final class FileRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    /** @param path {@code file}, {@code line N} or {@code row N} */
    public FileRefused(String path, String found, String limit, String remedy) {
        this(path, found, limit, remedy, null);
    }

    FileRefused(String path, String found, String limit, String remedy, Throwable cause) {
        this(new Fault(path, found, limit, remedy), cause);
    }

    private FileRefused(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    /** Its field is {@code file}, {@code line N} or {@code row N}. */
    public Fault fault() {
        return fault;
    }
}
