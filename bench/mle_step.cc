// A maximum-likelihood step (forward, backward, clipping, Adam) of SeqGAN's generator on a batch of
// 64 sentences of 20 tokens, V = 5000: at E = H = 32, and at 512.
//
//   bench_mle_step [threads]
//
// The rival is plain torch: lstm, linear, cross_entropy, clip_grad_norm_, Adam.
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <bench/comparison.h>
#include <lingan/gan/adam_step.h>
#include <lingan/gan/maximum_likelihood.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/generator.h>

namespace {

constexpr int64_t kBatch = 64;
constexpr int32_t kLength = 20;
constexpr int64_t kVocabulary = 5000;
constexpr double kClip = 5.0;
constexpr double kRate = 1e-2;

lingan::TokenBatch sentences() {
  lingan::TokenBatch batch = lingan::TokenBatch::filled(kBatch, kLength, 0);
  for (size_t i = 0; i < batch.tokens.size(); ++i) {
    batch.tokens[i] = static_cast<int32_t>((i * i * 31 + i * 7919) % kVocabulary);
  }
  batch.lengths.assign(kBatch, kLength);
  return batch;
}

/// A generator in training.
struct Learner {
  explicit Learner(int64_t width) {
    lingan::GeneratorOptions options;
    options.vocabulary_size = kVocabulary;
    options.embedding_width = width;
    options.hidden_width = width;
    options.specials = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};
    generator = lingan::make_generator(options, {1, lingan::Purpose::kInitialize, 0});
    optimizer = std::make_unique<torch::optim::Adam>(generator->parameters(),
                                                     torch::optim::AdamOptions(kRate));
  }

  double step(const lingan::TokenBatch& batch) {
    optimizer->zero_grad();
    const torch::Tensor loss = lingan::likelihood_loss(*generator, batch);
    loss.backward();
    lingan::clipped_adam_step(*optimizer, kClip);
    return loss.item<double>();
  }

  double plain_step(const lingan::TokenBatch& batch) {
    optimizer->zero_grad();
    const torch::Tensor tokens = lingan::to_sentences(batch).tokens;
    const torch::Tensor logits = plain_logits(tokens);
    const torch::Tensor loss = torch::cross_entropy_loss(logits.flatten(0, 1), tokens.flatten());
    loss.backward();
    torch::nn::utils::clip_grad_norm_(generator->parameters(), kClip);
    optimizer->step();
    return loss.item<double>();
  }

  torch::Tensor plain_logits(const torch::Tensor& tokens) const {
    const auto weights = generator->named_parameters();
    const torch::Tensor bos = torch::zeros({tokens.size(0), 1}, torch::kInt64);
    const torch::Tensor fed = torch::cat({bos, tokens.slice(1, 0, -1)}, 1);
    const std::vector<torch::Tensor> state = {
        torch::zeros({1, tokens.size(0), generator->options().hidden_width}),
        torch::zeros({1, tokens.size(0), generator->options().hidden_width})};
    const std::vector<torch::Tensor> cell = {weights["weight_ih_l0"], weights["weight_hh_l0"],
                                             weights["bias_ih_l0"], weights["bias_hh_l0"]};
    const auto outputs = torch::lstm(torch::embedding(weights["embedding"], fed), state, cell, true,
                                     1, 0.0, true, false, true);
    return torch::linear(std::get<0>(outputs), weights["output_weight"], weights["output_bias"]);
  }

  std::shared_ptr<lingan::Generator> generator;
  std::unique_ptr<torch::optim::Adam> optimizer;
};

/// Largest difference of two learners' gradients, relative to the largest gradient of a tensor.
double gradient_difference(const Learner& a, const Learner& b) {
  double worst = 0;
  const auto ours = a.generator->parameters();
  const auto theirs = b.generator->parameters();
  for (size_t i = 0; i < ours.size(); ++i) {
    const torch::Tensor gap = (ours[i].grad() - theirs[i].grad()).abs().max();
    worst = std::max(worst, (gap / theirs[i].grad().abs().max()).item<double>());
  }
  return worst;
}

int compare(const std::string& name, int64_t width, int repetitions) {
  const lingan::TokenBatch batch = sentences();
  Learner ours(width), plain(width);
  // Multiply-adds: output layer and cell, each three times (forward, two gradients).
  const double tokens = static_cast<double>(kBatch) * kLength;
  const auto h = static_cast<double>(width);
  lingan::bench::Comparison comparison(
      name, {.multiply_adds = 3 * tokens * (h * kVocabulary + 8 * h * h)});
  const double loss = ours.step(batch);
  const double expected = plain.plain_step(batch);
  comparison.check("loss", std::abs(loss - expected) < 1e-5 * expected);
  // Plain torch has clipped its gradients in place; at this norm clipping leaves them as they are.
  comparison.check("gradients", gradient_difference(ours, plain) < 1e-3);
  comparison.ours(repetitions, [&] { ours.step(batch); });
  comparison.rival("torch", repetitions, [&] { plain.plain_step(batch); });
  return comparison.report();
}

}  // namespace

int main(int argc, char** argv) {
  lingan::bench::set_threads(argc, argv);
  return compare("mle-step", 32, 31) | compare("mle-step-512", 512, 5);
}
