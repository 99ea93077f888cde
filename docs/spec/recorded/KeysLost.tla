---- MODULE KeysLost ----
\* Without keyless: FLUSHALL takes the stamp too, and a sleeper of epoch 1 attaches a replica of epoch 2 to its old master.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 0]],
  [do |-> "WriteKeys", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 1]],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "b", node |-> "c-1", rec |-> [holder |-> "c-1"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "b", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> "c-2" :> [follows |-> "c-0", epoch |-> 0]]
>>
====
