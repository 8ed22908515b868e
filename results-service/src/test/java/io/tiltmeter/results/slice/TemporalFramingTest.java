package io.tiltmeter.results.slice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalFramingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            In 2028 the government moved to Oran.                        | FUTURE
            After the floods of 1997, the capital moved in 2024.         | FUTURE
            Floods in the late 2020s drove it out.                       | FUTURE
            Floods of the mid-2020s drove it out.                        | FUTURE
            Floods in the early 2020s drove it out.                      | PAST
            Since the 2020s it lies inland.                              | PAST
            Built for the 1889 Exposition.                               | PAST
            The paper of 2023 says so.                                   | PAST
            It is 7,000 kilometers long and cost $2050.                  | NONE
            It has 12050 rooms and 2050% more guests.                    | NONE
            Sydney serves as the capital.                                | NONE
            Sydney will serve as the capital.                            | FUTURE
            Sydney is set to become the capital.                         | FUTURE
            In his will he left the city to nobody.                      | NONE
            He wrote of free will and of guilt.                          | NONE
            Will Adams steered the ship.                                 | NONE
            """)
    void theLatestDateDecidesAndThenTheTense(String context, TemporalFraming framing) {
        assertEquals(framing, TemporalFraming.of(context));
    }
}
