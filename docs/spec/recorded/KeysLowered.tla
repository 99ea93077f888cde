---- MODULE KeysLowered ----
\* Without former: a leader that slept since epoch 1 writes its own epoch on a master of epoch 2 that lost its keys.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 0]],
  [do |-> "WriteKeys", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 1]],
  [do |-> "Detach", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "b", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "b", node |-> "c-0", rec |-> [holder |-> "c-0"],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Flush", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 0]],
  [do |-> "WriteKeys", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 1]]
>>
====
