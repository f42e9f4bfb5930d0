// A training step of RelGAN's discriminator (64 representations of width 1, filters of widths 2 to
// 5, 300 each, V = 5000) on 64 real and 64 generated sentences of 20 tokens: forward, backward,
// clipping and Adam. `relgan-d-step` has one matrix for transform and gate of the highway layer, as
// TextGAN-PyTorch has it, `relgan-d-step-separate` RelGAN's two.
//
// The rival is plain torch. Nearly all multiply-adds are the highway layer's, whose products both
// ways must do: 8192 rows of 1200 features, 1200 or 2400 outputs, three times. Usage:
// bench/lib/request.h
#include <algorithm>

#include <bench/lib/discriminator_step.h>

namespace {

int compare(const std::string& name, const std::string& highway,
            const lingan::bench::Request& request) {
  lingan::bench::DiscriminatorStep step;
  step.name = name;
  step.network.kind = "multi-representation-cnn";
  step.network.vocabulary_size = 5000;
  step.network.length = 20;
  step.network.embedding_width = 64;
  step.network.representations = 64;
  step.network.filter_widths = {2, 3, 4, 5};
  step.network.filter_counts = {300, 300, 300, 300};
  step.network.highway = highway;
  step.network.dropout = 0;
  step.objective = "relativistic";
  step.real_sentences = 64;
  step.fake_sentences = 64;
  step.repetitions = 3;
  const double rows = 2 * 64 * 64, filters = 1200, hidden = 100;
  const double matrices = highway == "shared" ? 1 : 2;
  step.multiply_adds = rows * 3 * (matrices * filters * filters + filters * hidden);
  return lingan::bench::compare_discriminator_step(step, request);
}

}  // namespace

int main(int argc, char** argv) {
  const lingan::bench::Request request(argc, argv);
  const int status = compare("relgan-d-step", "shared", request);
  return std::max(status, compare("relgan-d-step-separate", "separate", request));
}
