/// Monte-Carlo completions of every prefix of 16 sentences of 20 tokens, 4 of each, V = 5000, with
/// generators that the engine knows no cell of and samples by calling their modules:
/// `rollouts-memory`, RelGAN's relational memory (H 512), and `rollouts-transformer` (2 layers, H
/// 128). The rivals call the same modules: `naive` runs over the whole prefix for every token that
/// it draws, `torch` over the prefix once for every completion (as TextGAN-PyTorch does), and then
/// step by step. Usage: bench/lib/request.h
#include <lingan/model/torch.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <bench/lib/comparison.h>
#include <bench/lib/engine_samples.h>
#include <bench/lib/synthetic_task.h>
#include <lingan/model/generators/transformer_generator.h>
#include <lingan/model/sentences/sentences.h>

namespace {

using namespace lingan::bench;
using lingan::Generator;

constexpr int64_t kSentences = 16;
constexpr int32_t kLength = 20, kRollouts = 4;

std::shared_ptr<Generator> make_module(const std::string& cell) {
  lingan::GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 5000;
  options.embedding_width = 32;
  options.hidden_width = cell == "transformer" ? 128 : 512;
  options.layers = cell == "transformer" ? 2 : 1;
  options.length = kLength;
  options.specials = kNoSpecials;
  options.own.get<lingan::TransformerOptions>() = {.heads = 4, .feed_forward_width = 256};
  auto generator = lingan::make_generator(options, {1, lingan::Purpose::kInitialize});
  generator->eval();
  return generator;
}

torch::Tensor drawn(const torch::Tensor& logits) {
  return torch::multinomial(torch::softmax(logits, 1), 1);
}

/// All completions of all prefixes, [kSentences * kRollouts * (kLength - 1), kLength].
/// @param complete  prefixes [N, t] to [N, kLength].
template <typename Complete>
torch::Tensor complete_all(const torch::Tensor& sentences, const Complete& complete) {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> all;
  for (int64_t t = 1; t < kLength; ++t) {
    all.push_back(complete(sentences.slice(1, 0, t).repeat_interleave(kRollouts, 0)));
  }
  return torch::cat(all);
}

torch::Tensor complete_naively(Generator& generator, torch::Tensor tokens) {
  while (tokens.size(1) < kLength) {
    const auto any = tokens.narrow(1, 0, 1);  // the last token is not fed
    const auto hidden = generator.hidden(torch::cat({tokens, any}, 1));
    tokens = torch::cat({tokens, drawn(generator.logits(hidden.select(1, tokens.size(1))))}, 1);
  }
  return tokens;
}

torch::Tensor complete_step_by_step(Generator& generator, torch::Tensor tokens) {
  auto state = generator.initial_state(tokens.size(0));
  const auto feed = [&](const torch::Tensor& ids) {
    return generator.advance(torch::embedding(generator.embeddings(), ids), state);
  };
  torch::Tensor hidden = feed(torch::full_like(tokens.select(1, 0), kNoSpecials.bos));
  for (int64_t t = 0; t < tokens.size(1); ++t) hidden = feed(tokens.select(1, t));
  while (tokens.size(1) < kLength) {
    tokens = torch::cat({tokens, drawn(generator.logits(hidden))}, 1);
    if (tokens.size(1) < kLength) hidden = feed(tokens.select(1, -1));
  }
  return tokens;
}

torch::Tensor complete_by_engine(const Generator& generator, const lingan::TokenBatch& sentences) {
  lingan::engine::RolloutRequest request;
  request.rollouts = kRollouts;
  std::vector<torch::Tensor> all;
  generator.rollouts(kNoSpecials)
      ->complete(sentences, request, [&](const lingan::engine::Completions& some) {
        all.push_back(lingan::to_sentences(some.tokens).tokens);
      });
  return torch::cat(all);
}

/// Log-probabilities of sentences: their mean, and its standard error.
std::pair<double, double> mean_of(Generator& generator, const torch::Tensor& tokens) {
  const torch::NoGradGuard no_gradient;
  const auto ids = tokens.to(torch::kInt64);
  const auto of_sentences =
      torch::log_softmax(generator.forward(ids), 2).gather(2, ids.unsqueeze(2)).sum({1, 2});
  return {of_sentences.mean().item<double>(),
          of_sentences.std().item<double>() / std::sqrt(static_cast<double>(ids.size(0)))};
}

/// @return the exit status.
int compare(const std::string& name, const std::string& cell, const Request& request) {
  if (!request.wants(name)) return 0;
  const auto generator = make_module(cell);
  const auto samples = sample_by_engine(*generator, kSentences, kLength);
  const auto sentences = lingan::to_sentences(samples.tokens).tokens.to(torch::kInt64);
  const auto naive = [&] {
    return complete_all(sentences, [&](const auto& t) { return complete_naively(*generator, t); });
  };
  const auto stepped = [&] {
    return complete_all(sentences,
                        [&](const auto& t) { return complete_step_by_step(*generator, t); });
  };
  TimedComparison comparison(name, {}, request);
  if (request.checks()) {
    const double difference = largest_difference(*generator, samples, kSentences).absolute;
    comparison.check(fmt::format("log-probabilities, largest difference {:.1e},", difference),
                     difference < 1e-4);
    const auto ours = mean_of(*generator, complete_by_engine(*generator, samples.tokens));
    for (const auto& [way, rows] : {std::pair("naive", naive()), std::pair("torch", stepped())}) {
      const auto theirs = mean_of(*generator, rows);
      comparison.check(std::string(way) + " draws from one distribution,",
                       std::abs(ours.first - theirs.first) < 4 * (ours.second + theirs.second));
    }
  }
  comparison.ours(5, [&] { complete_by_engine(*generator, samples.tokens); });
  comparison.rival("torch", 1, stepped);
  comparison.rival("naive", 1, naive);
  return comparison.report();
}

}  // namespace

int main(int argc, char** argv) {
  const Request request(argc, argv);
  const int status = compare("rollouts-memory", "relational-memory", request);
  return std::max(status, compare("rollouts-transformer", "transformer", request));
}
