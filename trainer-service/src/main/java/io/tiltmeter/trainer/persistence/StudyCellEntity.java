package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** The run of a condition and seed of a study. Several cells may have the same run. */
@Entity(name = "StudyCell")
@Table(name = "study_cell")
@IdClass(StudyCellEntity.Key.class)
public class StudyCellEntity {
    record Key(String studyId, int position) {}

    @Id
    String studyId;

    /** In the order of acceptance, from 0. */
    @Id
    int position;

    String conditionName;
    long seed;
    String runId;

    /** Of what its request says in effect; null if no other study may share its run. */
    String requestSha256;

    static StudyCellEntity of(String studyId, int position, Cell cell, String requestSha256) {
        StudyCellEntity row = new StudyCellEntity();
        row.studyId = studyId;
        row.position = position;
        row.conditionName = cell.condition();
        row.seed = cell.seed();
        row.runId = cell.runId();
        row.requestSha256 = requestSha256;
        return row;
    }

    Cell toRecord() {
        return new Cell(conditionName, seed, runId);
    }
}
