package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** An item of a version of a suite, the version being the hash of its file. */
@Entity(name = "SuiteItem")
@Table(name = "suite_item")
@IdClass(SuiteItemEntity.Id.class)
public class SuiteItemEntity {
    @jakarta.persistence.Id
    String itemsSha256;

    @jakarta.persistence.Id
    String itemId;

    @Convert(converter = DocumentConverter.class)
    SuiteItem document;

    record Id(String itemsSha256, String itemId) {}

    @Converter
    @Immutable
    static class DocumentConverter extends JsonConverter<SuiteItem> {
        DocumentConverter() {
            super(SuiteItem.class);
        }
    }
}
