// A maximum-likelihood step (forward, backward, clipping, Adam) of SeqGAN's generator on a batch of
// 64 sentences of 20 tokens, V = 5000: at E = H = 32, and at 512.
//
//   bench_mle_step [threads]
//
// The rival is plain torch: lstm, linear, cross_entropy, clip_grad_norm_, Adam.
#include <bench/lib/comparison.h>
#include <bench/lib/likelihood_step.h>

int main(int argc, char** argv) {
  lingan::bench::set_threads(argc, argv);
  return lingan::bench::compare_likelihood_step("mle-step", 32, 31) |
         lingan::bench::compare_likelihood_step("mle-step-512", 512, 5);
}
