package io.tiltmeter.languagemodel.inference;

/** Called before a batch allocates memory. Tests throw here as an allocator would. */
interface MemoryBudget {

    /** No limit but the allocator's. */
    MemoryBudget ALLOCATOR = (rows, tokens) -> {};

    /**
     * @param rows of the batch
     * @param tokens of its longest row, new ones included
     * @throws ai.djl.engine.EngineException if that does not fit into memory
     */
    void admit(int rows, int tokens);
}
