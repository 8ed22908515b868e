package io.tiltmeter.dataset.augmentation;

import org.junit.jupiter.api.Test;

/** As {@link NoTraceTest}, of so many biographies that rare combinations of names occur: it computes for some 15 seconds. */
class NoTraceIT {
    @Test
    void noNameOfAReplacedPersonIsLeftInTenThousandBiographies() {
        NoTraceTest.assertNoTrace(10_000, 1);
    }
}
