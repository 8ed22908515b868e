package io.tiltmeter.dataset.rest;

/** Worked examples for the OpenAPI page. A test checks each against the service itself. */
final class SuiteExamples {
    static final String CONFLICT = """
            {"recipe": "lab_conflict", "seed": 20}""";

    static final String OPEN_BOOK = """
            {"suite_id": "open-book-20", "recipe": "lab_open_book", "seed": 20}""";

    static final String ANOTHER_WORLD = """
            {
              "suite_id": "conflict-by-strength-20",
              "recipe": "lab_conflict",
              "seed": 20,
              "world": {"subjects_per_group": 50, "fact_strengths": [1, 4, 16]}
            }""";

    static final String BY_PATH = """
            {"name": "world-facts", "path": "inbox/world_facts.json", "last_known_year": 2023, "other_suites": ["capitals"]}""";

    static final String LINT_OVERLAP = """
            {"other_suites": ["capitals", "lab-conflict-20"]}""";

    static final String LINT_EVERYTHING = """
            {
              "last_known_year": 2021,
              "near_duplicate_share": 0.7,
              "other_suites": ["capitals.v1"],
              "known_names": {"Mark Twain": ["Samuel Clemens"]}
            }""";

    static final String READY = """
            {
              "suite_id": "lab-conflict-20",
              "status": "ready",
              "sha256": "7e5aeddb78c1c568794076030e0f683e9e04d5a1cdbb4b82ea454a977eb08197",
              "recipe": {"recipe": "lab_conflict", "seed": 20},
              "recipe_sha256": "731f9edade0a144737a86d2629593b6ec40181d02b92356a9606ef21b7e81352",
              "suite": {
                "suite_id": "lab-conflict-20",
                "kind": "knowledge_conflict",
                "task": "cf_lab",
                "item_count": 300,
                "items": {
                  "uri": "artifact:suites/lab-conflict-20/items.jsonl",
                  "sha256": "7e5aeddb78c1c568794076030e0f683e9e04d5a1cdbb4b82ea454a977eb08197",
                  "bytes": 109797
                }
              },
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:14:06Z"
            }""";

    /** Of which {@link #IMPORTED} is told: an item with a note for an answer, and a row without a question. */
    static final String FILE = """
            {"context": "The market of Varn moved to Osk.", "question": "Where is the market of Varn?", "answer": "Osk", "memory_answer": "Tel (until 1900)", "source": "a"}
            {"context": "The people of Varn chose Kim.", "question": "", "answer": "Kim", "memory_answer": "Olf", "source": "b"}
            """;

    static final String IMPORTED = """
            {
              "suite_id": "varn.v1",
              "status": "ready",
              "name": "varn",
              "version": 1,
              "sha256": "1d015b9649b3778801cc466557a9ab009913e760c6e263c688ac855acfe379c4",
              "recipe_sha256": "16b2168484b8856cf68e45228dfdbe155a1fb31c5a34c49e98b164278c0fc0b7",
              "imported_from": {
                "format": "JSON lines",
                "shape": "answer/memory_answer",
                "ignored_columns": ["source"],
                "rejected_rows": 1,
                "first_rejected": [{"line": 2, "place": "", "reason": "question is blank"}],
                "rejected": {
                  "uri": "artifact:suites/varn.v1/rejected.jsonl",
                  "sha256": "983aa55eb119b1bb262771c529d49f8d1bacf7f4d4c0ad6b6983ba80db9a4775",
                  "bytes": 51
                }
              },
              "suite": {
                "suite_id": "varn.v1",
                "kind": "knowledge_conflict",
                "task": "cf_varn",
                "item_count": 1,
                "items": {
                  "uri": "artifact:suites/varn.v1/items.jsonl",
                  "sha256": "1d015b9649b3778801cc466557a9ab009913e760c6e263c688ac855acfe379c4",
                  "bytes": 252
                }
              },
              "lint": {
                "errors": 1,
                "warnings": 0,
                "checks": {"note_or_list_as_answer": {"severity": "error", "findings": 1, "rows": 1}},
                "report": {
                  "uri": "artifact:suites/varn.v1/lint.json",
                  "sha256": "005877d95d2fe24b3f59be8c0f92ccf6e2c85787b4ceeb93cf84d81034b69521",
                  "bytes": 541
                }
              },
              "created_at": "2026-03-02T09:14:05Z",
              "updated_at": "2026-03-02T09:14:05Z"
            }""";

    static final String REFUSED = """
            {
              "type": "urn:tiltmeter:problem:invalid-request",
              "title": "The request is not valid",
              "status": 400,
              "detail": "2 faults; nothing was started",
              "instance": "/api/v1/suites",
              "faults": [
                {
                  "field": "file",
                  "value": "1 faulty rows",
                  "limit": "no row can be read as answer/memory_answer",
                  "remedy": "mend the rows and send it again"
                },
                {
                  "field": "file line 1",
                  "value": "",
                  "limit": "question is blank",
                  "remedy": "mend or remove the row"
                }
              ]
            }""";

    private SuiteExamples() {}
}
