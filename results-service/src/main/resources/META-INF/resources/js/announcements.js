// Announces changes of the run to screen readers, and nothing else.

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
