---- MODULE FigureEight ----
\* Without clientEpoch: a WAIT in a later reign of the same process answers for a write of its first, which the reign between never had.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "b", node |-> "c-1", rec |-> [holder |-> "c-1"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "a", node |-> "c-0", rec |-> [holder |-> "c-0"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [epoch |-> 1, length |-> 2]],
  [do |-> "Choose", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-1", rec |-> [epoch |-> 4],
   nodes |-> <<>>]
>>
====
