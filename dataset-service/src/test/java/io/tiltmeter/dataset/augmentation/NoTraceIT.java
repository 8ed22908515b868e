package io.tiltmeter.dataset.augmentation;

import org.junit.jupiter.api.Test;

/** As {@link NoTraceTest}, of so many biographies that rare combinations of names occur: it computes for some 12 seconds. */
class NoTraceIT {
    @Test
    void noNameOfAReplacedPersonIsLeftInThousandsOfBiographies() {
        NoTraceTest.assertNoTrace(4000, 1);
    }
}
