/// Small worlds for the tests of this room.
#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/Parallel.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/optimizer.h>
#include <lingan/model/sentences/own_sources.h>

namespace lingan::testing {

/// Two smooth layers over the whole sentence, in any float type: C = tanh(flatten(x) W) u.
class ToyDiscriminator : public Discriminator {
 public:
  ToyDiscriminator(int64_t vocabulary, int64_t length, int64_t representations = 1,
                   int64_t width = 3) {
    torch::manual_seed(5);
    table_ = register_parameter("table", torch::randn({vocabulary, width}));
    hidden_ = register_parameter("hidden", torch::randn({length * width, 6}) * 0.7);
    output_ = register_parameter("output", torch::randn({6, representations}));
  }
  torch::Tensor features(const Sentences& s) override {
    const auto x = s.tokens.defined()    ? torch::embedding(table_, s.tokens)
                   : s.one_hot.defined() ? torch::matmul(s.one_hot, table_)
                                         : s.vectors;
    return torch::tanh(x.flatten(1).matmul(hidden_));
  }
  torch::Tensor logits(const Sentences& s) override {
    const auto c = features(s).matmul(output_);
    return c.size(1) == 1 ? c.squeeze(1) : c;
  }
  torch::Tensor embeddings() const override { return table_; }
  void share_embeddings(const torch::Tensor& table) override { table_ = table.detach(); }
  torch::Tensor penalty() const override { return torch::zeros({}, table_.options()); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor table_, hidden_, output_;
  DiscriminatorOptions options_;
};

/// Gives the logits it was told, for real sentences (first token 0) and fake ones (first token 1).
class FixedDiscriminator : public Discriminator {
 public:
  FixedDiscriminator(torch::Tensor real, torch::Tensor fake, DiscriminatorOptions options = {})
      : real_(std::move(real)), fake_(std::move(fake)), options_(std::move(options)) {}
  torch::Tensor features(const Sentences& s) override { return logits(s).reshape({s.rows(), -1}); }
  torch::Tensor logits(const Sentences& s) override {
    if (s.vectors.defined()) {  // its slope is 0
      return (s.vectors[0][0].item<double>() == 0 ? real_ : fake_) + 0 * s.vectors.sum();
    }
    return s.tokens[0][0].item<int64_t>() == 0 ? real_ : fake_;
  }
  torch::Tensor embeddings() const override { return table_; }
  torch::Tensor penalty() const override { return torch::zeros({}); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor real_, fake_;
  torch::Tensor table_ = torch::arange(2, torch::kFloat64).view({2, 1}).requires_grad_();
  DiscriminatorOptions options_;
};

inline Sentences constant_tokens(int64_t rows, int64_t token) {
  Sentences sentences;
  sentences.tokens = torch::full({rows, 1}, token, torch::kInt64);
  return sentences;
}

inline std::vector<torch::Tensor> clones(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> copies;
  for (const auto& tensor : tensors) copies.push_back(tensor.detach().clone());
  return copies;
}

/// All entries of all tensors in one row.
inline torch::Tensor flatten(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> rows;
  for (const auto& tensor : tensors) rows.push_back(tensor.detach().reshape({-1}));
  return torch::cat(rows);
}

inline torch::Tensor gradients(const torch::nn::Module& module) {
  std::vector<torch::Tensor> rows;
  for (const auto& weight : module.parameters()) {
    rows.push_back(weight.grad().defined() ? weight.grad() : torch::zeros_like(weight));
  }
  return flatten(rows).to(torch::kFloat64);
}

/// A generator of few tokens, a toy D, and what a step needs.
struct World {
  SpecialTokens specials;
  int32_t length = 3;
  std::shared_ptr<Generator> generator;
  std::shared_ptr<Discriminator> discriminator;
  std::unique_ptr<Objective> objective;
  std::unique_ptr<Optimizer> optimizer;
  std::map<std::string, std::shared_ptr<torch::nn::Module>> networks;
  NetworkOptimizers network_optimizers;
  TokenBatch train;
  Sentences real;

  /// Makes a strategy's own networks.
  void add_networks(Strategy& strategy, const OptimizerOptions& options = {.learning_rate = 0.05}) {
    networks = strategy.make_networks(*generator, {3, Purpose::kInitialize, 2});
    for (const auto& [name, network] : networks) {
      network->to(compute_device());
      network_optimizers[name] = std::make_unique<Optimizer>(*network, options);
    }
  }

  /// @param learning_rate  0: gradients are left in the weights and nothing moves.
  StepContext context(int64_t step, int64_t batch_size, int64_t total_steps = 10) const {
    return {.generator = *generator,
            .discriminator = discriminator.get(),
            .objective = *objective,
            .generator_optimizer = *optimizer,
            .network_optimizers = network_optimizers,
            .real = real,
            .specials = specials,
            .length = length,
            .batch_size = batch_size,
            .step = step,
            .total_steps = total_steps,
            .seed = 17,
            .train = &train};
  }
};

/// What a strategy needs of the networks.
struct Networks {
  std::string output = "softmax";
  std::string distance = "cosine";
  int64_t latent_width = 0;  // above 0: D also reads the generator's embeddings
  std::string cell = "lstm";
  int64_t prior_width = 0;
  bool rewrites = false;  // sentences have two labels in turn, and are their own sources
  std::string latent_codes = "normal";
};

/// Those of the strategies by name, each with its default options.
inline Networks networks_for(std::string_view strategy) {
  Networks networks;
  if (strategy == "embedding" || strategy == "variational") networks.latent_width = 3;
  if (strategy == "latent-adversarial") networks = {.latent_width = 3, .prior_width = 6};
  if (strategy == "bidirectional") networks.latent_width = 3;
  if (strategy == "sign-relaxation") {
    networks.latent_width = 3;
    networks.latent_codes = "binary";
  }
  if (strategy == "leaked-features") networks.cell = "leaked";
  networks.rewrites = strategy == "cycle";
  return networks;
}

/// Six sentences of a word or the whole length.
inline TokenBatch real_batch(SpecialTokens specials, int32_t length, int64_t vocabulary) {
  TokenBatch real = TokenBatch::filled(6, length, specials.filler());
  for (int64_t row = 0; row < real.rows; ++row) {
    const bool ends = specials.eos >= 0 && row % 2 == 0;
    const int32_t words = ends ? 1 : length;
    for (int32_t t = 0; t < words; ++t) {
      real.tokens[row * length + t] = static_cast<int32_t>(vocabulary - 1 - (row + t) % 2);
    }
    if (ends) real.tokens[row * length + 1] = specials.eos;
    real.lengths[row] = ends ? 2 : words;
  }
  return real;
}

/// @param specials  eos = -1: three tokens, all of which are drawn; else pad, bos, eos and two
/// more.
inline World make_world(SpecialTokens specials, double learning_rate,
                        const std::string& objective = "non-saturating",
                        const Networks& networks = {}) {
  at::set_num_threads(1);  // the matrices are too small to share
  World world;
  world.specials = specials;
  GeneratorOptions options;
  options.vocabulary_size = specials.eos < 0 ? 3 : 5;
  options.embedding_width = 4;
  options.hidden_width = 5;
  options.output = networks.output;
  options.distance = networks.distance;
  options.latent_width = networks.latent_width;
  options.prior_width = networks.prior_width;
  options.latent_codes = networks.latent_codes;
  options.cell = networks.cell;
  options.length = world.length;
  options.leaked = {.embedding_width = 4, .filter_widths = {1, 2}, .filter_counts = {3, 4}};
  options.initial_range = 0.8;
  options.specials = specials;
  TokenBatch real = real_batch(specials, world.length, options.vocabulary_size);
  if (networks.rewrites) {
    real.labels = {0, 1, 0, 0, 1, 1};
    options.labels = "condition";
    options.label_sentences = {3, 3};
    options.source = "itself";
    options.sources = own_sources(real);
  }
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  world.generator->to(compute_device());
  const int64_t width = networks.latent_width > 0 ? options.embedding_width : 3;
  world.discriminator =
      std::make_shared<ToyDiscriminator>(options.vocabulary_size, world.length, 1, width);
  if (networks.latent_width > 0) {
    world.discriminator->share_embeddings(world.generator->embeddings());
  }
  world.objective = make_objective(objective);
  OptimizerOptions optimizer;
  optimizer.learning_rate = learning_rate;
  world.optimizer = std::make_unique<Optimizer>(*world.generator, optimizer);
  world.train = real;
  world.real = to_sentences(real);
  return world;
}

inline constexpr SpecialTokens kNoEos = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};

/// Every sentence that a world's generator can draw.
inline TokenBatch enumerate(const World& world) {
  const auto vocabulary = static_cast<int32_t>(world.generator->options().vocabulary_size);
  const bool has_eos = world.specials.eos >= 0;
  const int32_t first = has_eos ? world.specials.eos : 0;
  std::vector<std::vector<int32_t>> open = {{}};
  std::vector<std::vector<int32_t>> done;
  while (!open.empty()) {
    auto prefix = open.back();
    open.pop_back();
    for (int32_t token = first; token < vocabulary; ++token) {
      auto longer = prefix;
      longer.push_back(token);
      const bool ended = (has_eos && token == world.specials.eos) ||
                         static_cast<int32_t>(longer.size()) == world.length;
      (ended ? done : open).push_back(longer);
    }
  }
  TokenBatch batch = TokenBatch::filled(static_cast<int64_t>(done.size()), world.length, 0);
  for (size_t row = 0; row < done.size(); ++row) {
    std::copy(done[row].begin(), done[row].end(), batch.tokens.begin() + row * world.length);
    batch.lengths[row] = static_cast<int32_t>(done[row].size());
  }
  return batch;
}

/// ln p of whole sentences, [B], differentiable.
inline torch::Tensor log_probability(const World& world, const TokenBatch& batch) {
  const Sentences sentences = to_sentences(batch);
  const auto scores = torch::log_softmax(world.generator->forward(sentences.tokens), -1)
                          .gather(-1, sentences.tokens.unsqueeze(-1))
                          .squeeze(-1);
  const auto inside = torch::arange(batch.width).unsqueeze(0) < sentences.lengths.unsqueeze(1);
  return (scores * inside).sum(1);
}

}  // namespace lingan::testing
