package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.request.TemplateNames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TemplateNamesTest {
    @Test
    void requestsMayNameEveryTemplate() {
        assertEquals(
                Arrays.stream(PromptTemplate.values()).map(PromptTemplate::id).toList(), TemplateNames.ALL);
        assertEquals(PromptTemplate.ZEPHYR, PromptTemplate.named(TemplateNames.ULTRACHAT));
        assertEquals(PromptTemplate.ZEPHYR.id(), TemplateNames.own(TemplateNames.ULTRACHAT));
    }
}
