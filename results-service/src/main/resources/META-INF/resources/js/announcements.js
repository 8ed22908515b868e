// Announces changes of a run or of a list of runs to screen readers, and nothing else.

/** A function that gets the run whenever it is read, and announces its changes in this element. */
export function startAnnouncements(element) {
  let known;
  return (run) => {
    const now = { id: run.run_id, status: run.status, warning: run.warning?.state, scored: run.checkpoints_scored };
    if (known?.id === now.id && known.status !== now.status) element.textContent = `${run.run_name} is ${run.status}`;
    else if (known?.id === now.id && known.warning !== now.warning) element.textContent = `${run.run_name}: the warning is ${now.warning}`;
    else if (known?.id === now.id && known.scored !== now.scored) element.textContent = `${run.run_name}: ${now.scored} of ${run.checkpoints_planned} checkpoints scored`;
    known = now;
  };
}

/**
 * A function that gets the list whenever it is read or runs are chosen, with what selects it, and announces in this element how
 * many runs another selection has, how many are chosen, and which changed their status.
 */
export function startListAnnouncements(element) {
  let known;
  return (page, selection, chosen) => {
    const now = { selection, chosen, statuses: new Map(page.runs.map((run) => [run.run_id, run.status])) };
    const changed = page.runs.filter((run) => (known?.statuses.get(run.run_id) ?? run.status) !== run.status);
    if (known !== undefined && known.selection !== selection) element.textContent = `${page.total} ${page.total === 1 ? "run" : "runs"}`;
    else if (known !== undefined && known.chosen !== chosen) element.textContent = `${chosen} ${chosen === 1 ? "run" : "runs"} chosen to compare`;
    else if (changed.length > 0) element.textContent = changed.map((run) => `${run.run_name} is ${run.status}`).join(", ");
    known = now;
  };
}
