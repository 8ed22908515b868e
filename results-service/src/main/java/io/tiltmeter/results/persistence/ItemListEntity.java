package io.tiltmeter.results.persistence;

import io.tiltmeter.results.curve.ItemList;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A list of items that evaluations share, and the cluster of each. */
@Entity(name = "ItemList")
@Table(name = "item_list")
public class ItemListEntity {
    /** The hash of its lines: an item's id and its cluster between tabs. */
    @Id
    String id;

    String[] items;
    String[] clusters;

    ItemList toRecord() {
        return new ItemList(List.of(items), List.of(clusters));
    }
}
