---- MODULE PromotedTwice ----
\* Without strict and stampDemote: a sleeper that was to finish the promotion of epoch 2 promotes the old master of a move again.
EXTENDS Trace
Recorded == <<
  [do |-> "Init", op |-> "-", node |-> "-", rec |-> [epoch |-> 1, holder |-> "c-0", run |-> 0],
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Detach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Choose", op |-> "a", node |-> "c-0", rec |-> [epoch |-> 2],
   nodes |-> <<>>],
  [do |-> "Promote", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Attach", op |-> "a", node |-> "c-2", rec |-> <<>>,
   nodes |-> <<>>],
  [do |-> "Move", op |-> "a", node |-> "c-1", rec |-> [epoch |-> 3],
   nodes |-> <<>>],
  [do |-> "Fence", op |-> "a", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [epoch |-> 2, follows |-> "nobody"]],
  [do |-> "Promote", op |-> "b", node |-> "c-0", rec |-> <<>>,
   nodes |-> "c-0" :> [follows |-> "c-0"]],
  [do |-> "Take", op |-> "a", node |-> "c-1", rec |-> <<>>,
   nodes |-> "c-1" :> [epoch |-> 3]],
  [do |-> "Write", op |-> "-", node |-> "c-0", rec |-> <<>>,
   nodes |-> <<>>]
>>
====
