// A training step of SeqGAN's discriminator (12 filter widths, 1720 features, E = 64, V = 5000) on
// 64 sentences of 20 tokens, half of them real: forward, backward, clipping and Adam. `d-step` has
// one matrix for transform and gate of the highway layer, as TextGAN-PyTorch has it,
// `d-step-separate` SeqGAN's two.
//
// The rival is plain torch. Usage: bench/lib/request.h
#include <algorithm>

#include <bench/lib/discriminator_step.h>

namespace {

int compare(const std::string& name, const std::string& highway,
            const lingan::bench::Request& request) {
  lingan::bench::DiscriminatorStep step;
  step.name = name;
  step.network.vocabulary_size = 5000;
  step.network.length = 20;
  step.network.highway = highway;
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
    windows += (static_cast<double>(step.network.length) - width + 1) * width * 64 * count;
    winners += width * 64 * count;
    filters += count;
  }
  const double highway_weights = (highway == "shared" ? 1 : 2) * filters * filters;
  step.multiply_adds = 64 * (windows + 2 * winners + 3 * highway_weights);
  // Weights are read twice, gradients written and read, and Adam reads and writes three tensors.
  const double weights = 5000.0 * 64 + winners + highway_weights;
  step.bytes = 4 * weights * (2 + 2 + 6);
  return lingan::bench::compare_discriminator_step(step, request);
}

}  // namespace

int main(int argc, char** argv) {
  const lingan::bench::Request request(argc, argv);
  const int status = compare("d-step", "shared", request);
  return std::max(status, compare("d-step-separate", "separate", request));
}
