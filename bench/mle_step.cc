// A maximum-likelihood step (forward, backward, clipping, Adam) of SeqGAN's generator on a batch of
// 64 sentences of 20 tokens, V = 5000: at E = H = 32, and at 512.
//
// The rival is plain torch: lstm, linear, cross_entropy, clip_grad_norm_, Adam. Usage:
// bench/lib/request.h
#include <bench/lib/comparison.h>
#include <bench/lib/likelihood_step.h>

int main(int argc, char** argv) {
  const lingan::bench::Request request(argc, argv);
  return compare_likelihood_step({"mle-step", 32, 31}, request) |
         compare_likelihood_step({"mle-step-512", 512, 5}, request);
}
