// The generator step of whole systems, as training takes it, by the recipes that ship with Image
// COCO's sizes: 64 sentences of 25 tokens, none of which ends earlier, V = 4700.
//
//   system-gsgan       relaxed tokens, fed back, through D
//   system-cot         sampling, the mediator's step, G's towards it
//   system-vae         encoder and G on the evidence bound
//   system-scratchgan  sampling, D's rewards of tokens, policy gradient
//   system-dgsan       the ratio of likelihoods to an earlier self
//
// The rivals (bench/systems) are plain torch: lstm, linear, conv2d, autograd, Adam, the whole batch
// at once. Usage: bench/lib/request.h
#include <bench/systems/system_step.h>

int main(int argc, char** argv) {
  using namespace lingan::bench;
  const Request request(argc, argv);
  return compare_system_step("gsgan", make_plain_gsgan, request) |
         compare_system_step("cot", make_plain_cot, request) |
         compare_system_step("vae", make_plain_vae, request) |
         compare_system_step("scratchgan", make_plain_scratchgan, request) |
         compare_system_step("dgsan", make_plain_dgsan, request);
}
