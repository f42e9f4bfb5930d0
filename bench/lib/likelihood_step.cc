#include <bench/lib/likelihood_step.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include <torch/nn/utils/clip_grad.h>

#include <bench/lib/comparison.h>
#include <bench/lib/plain_networks.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/adam_step.h>
#include <lingan/model/sentences/sentences.h>
#include <lingan/model/tensor_file.h>

namespace lingan::bench {
namespace {

constexpr int64_t kBatch = 64;
constexpr int32_t kLength = 20;
constexpr int64_t kVocabulary = 5000;
constexpr double kLikelihoodClip = 5.0;
constexpr double kLikelihoodRate = 1e-2;

TokenBatch sentences() {
  TokenBatch batch = TokenBatch::filled(kBatch, kLength, 0);
  for (size_t i = 0; i < batch.tokens.size(); ++i) {
    batch.tokens[i] = static_cast<int32_t>((i * i * 31 + i * 7919) % kVocabulary);
  }
  batch.lengths.assign(kBatch, kLength);
  return batch;
}

/// A generator in training.
struct LikelihoodLearner {
  explicit LikelihoodLearner(int64_t width) {
    GeneratorOptions options;
    options.vocabulary_size = kVocabulary;
    options.embedding_width = width;
    options.hidden_width = width;
    options.specials = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};
    generator = make_generator(options, {1, Purpose::kInitialize, 0});
    generator->to(compute_device());
    optimizer = std::make_unique<torch::optim::AdamW>(
        generator->parameters(), torch::optim::AdamWOptions(kLikelihoodRate).weight_decay(0));
  }

  double step(const TokenBatch& batch) {
    optimizer->zero_grad();
    const torch::Tensor loss =
        likelihood_loss(*generator, to_sentences(batch), static_cast<double>(kBatch) * kLength);
    loss.backward();
    clipped_adam_step(*optimizer, kLikelihoodClip);
    return loss.item<double>();
  }

  double plain_step(const TokenBatch& batch, TorchPrecision precision = TorchPrecision::kFloat32) {
    const Tf32Scope tf32(precision);
    const AutocastScope autocast(precision);
    optimizer->zero_grad();
    const torch::Tensor tokens = to_sentences(batch).tokens;
    const torch::Tensor logits = PlainGenerator(*generator).logits(tokens);
    const torch::Tensor loss = torch::cross_entropy_loss(logits.flatten(0, 1), tokens.flatten());
    loss.backward();
    torch::nn::utils::clip_grad_norm_(generator->parameters(), kLikelihoodClip);
    optimizer->step();
    return loss.item<double>();
  }

  std::shared_ptr<Generator> generator;
  std::unique_ptr<torch::optim::AdamW> optimizer;
};

/// Largest difference of two learners' gradients, relative to the largest gradient of a tensor.
double gradient_difference(const LikelihoodLearner& a, const LikelihoodLearner& b) {
  double worst = 0;
  const auto ours = a.generator->parameters();
  const auto theirs = b.generator->parameters();
  for (size_t i = 0; i < ours.size(); ++i) {
    const torch::Tensor gap = (ours[i].grad() - theirs[i].grad()).abs().max();
    worst = std::max(worst, (gap / theirs[i].grad().abs().max()).item<double>());
  }
  return worst;
}

void check(TimedComparison& comparison, const Request& request, const LikelihoodStep& step,
           const TokenBatch& batch) {
  LikelihoodLearner ours(step.width), plain(step.width);
  TensorFile file;
  collect_tensors(*ours.generator, "generator.", file);
  for (auto& [name, tensor] : file.tensors) tensor = tensor.clone();
  const double loss = ours.step(batch);
  const double expected = plain.plain_step(batch);
  comparison.check("loss", std::abs(loss - expected) < 1e-5 * expected);
  // Plain torch has clipped its gradients in place; at this norm clipping leaves them as they are.
  comparison.check("gradients", gradient_difference(ours, plain) < 1e-3);
  if (request.task(step.name).empty()) return;
  file.tensors["sentences"] = to_sentences(batch).tokens;
  file.tensors["loss"] = torch::tensor(loss);
  for (const auto& parameter : ours.generator->named_parameters()) {
    file.tensors["gradient." + parameter.key()] = parameter.value().grad();
  }
  save_tensors(request.task(step.name), file);
}

}  // namespace

int compare_likelihood_step(const LikelihoodStep& step, const Request& request) {
  if (!request.wants(step.name)) return 0;
  const TokenBatch batch = sentences();
  // Multiply-adds: output layer and cell, each three times (forward, two gradients).
  const double tokens = static_cast<double>(kBatch) * kLength;
  const auto h = static_cast<double>(step.width);
  TimedComparison comparison(
      step.name, {.multiply_adds = 3 * tokens * (h * kVocabulary + 8 * h * h)}, request);
  if (request.checks()) check(comparison, request, step, batch);
  LikelihoodLearner ours(step.width);
  comparison.ours(step.repetitions, [&] { ours.step(batch); });
  for (const TorchPrecision precision : step.rivals) {
    const auto plain = std::make_shared<LikelihoodLearner>(step.width);
    comparison.rival(rival_name(precision), step.repetitions,
                     [&, plain, precision] { plain->plain_step(batch, precision); });
  }
  return comparison.report();
}

}  // namespace lingan::bench
