package io.tiltmeter.benchmarks;

/** Something a model does again and again, to be timed. */
interface ModelWork extends AutoCloseable {

    /** Tokens that one repetition reads or writes. */
    int tokens();

    /** Floating-point operations of one repetition, see {@link Operations}. */
    double operations();

    void run();

    @Override
    void close();
}
