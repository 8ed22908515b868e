package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.suite.ImportedSuite;
import io.tiltmeter.dataset.suite.lint.Repair;
import java.util.List;
import java.util.Optional;

/**
 * Items that are to be a version of a name.
 *
 * @param name of which they are a version
 * @param kind what they measure
 * @param task in charts and metrics
 * @param items at least one
 * @param itemsSha256 over their canonical bytes
 * @param imported what they were read from; empty for a repair
 * @param repair what they are a repair of; empty for a file
 */
record NewSuite(
        String name,
        SuiteKind kind,
        String task,
        List<SuiteItem> items,
        String itemsSha256,
        Optional<ImportedSuite> imported,
        Optional<Fixed> repair) {
    /**
     * What items are a repair of.
     *
     * @param suiteId the original
     * @param repairs what was done to it
     */
    record Fixed(String suiteId, List<Repair> repairs) {}

    /** What the table keeps of it. */
    record Recipe(
            String name,
            String task,
            String itemsSha256,
            Optional<String> format,
            Optional<String> shape,
            Optional<String> fixedFrom) {}

    /** The same items under the same task have the same one, however they came. */
    String recipeSha256() {
        return Sha256.of("suite items\n" + kind + "\n" + task + "\n" + itemsSha256);
    }

    Recipe recipe() {
        return new Recipe(
                name,
                task,
                itemsSha256,
                imported.map(file -> file.format().label()),
                imported.map(ImportedSuite::shape),
                repair.map(Fixed::suiteId));
    }
}
