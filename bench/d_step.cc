// A training step of SeqGAN's discriminator (12 filter widths, 1720 features, E = 64, V = 5000) on
// 64 sentences of 20 tokens, half of them real: forward, backward, clipping and Adam.
//
//   bench_d_step [threads]
//
// The rival is plain torch.
#include <bench/discriminator_step.h>

int main(int argc, char** argv) {
  lingan::bench::set_threads(argc, argv);
  lingan::bench::DiscriminatorStep step;
  step.name = "d-step";
  step.network.vocabulary_size = 5000;
  step.network.length = 20;
  step.network.dropout = 0;
  step.objective = "minimax";
  step.real_sentences = 32;
  step.fake_sentences = 32;
  step.repetitions = 15;
  // Of a sentence: windows forward, and their winners twice back; the highway layer three times.
  double windows = 0, winners = 0, filters = 0;
  for (size_t i = 0; i < step.network.filter_widths.size(); ++i) {
    const auto width = static_cast<double>(step.network.filter_widths[i]);
    const auto count = static_cast<double>(step.network.filter_counts[i]);
    windows += (step.network.length - width + 1) * width * 64 * count;
    winners += width * 64 * count;
    filters += count;
  }
  step.multiply_adds = 64 * (windows + 2 * winners + 3 * 2 * filters * filters);
  // Weights are read twice, gradients written and read, and Adam reads and writes three tensors.
  const double weights = 5000.0 * 64 + winners + 2 * filters * filters;
  step.bytes = 4 * weights * (2 + 2 + 6);
  return lingan::bench::compare_discriminator_step(step);
}
