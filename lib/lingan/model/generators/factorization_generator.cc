/// A factorization of the matrix of queries and items: Koren, Bell and Volinsky 2009. What a
/// sentence is told, its query, is a vector u, each item a vector v and a bias b, and an item's
/// logit is u . v + b. In a sentence of several tokens each one is the query of the next.
#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include <lingan/base/random_permutation.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/module_stepper.h>
#include <lingan/model/generators/source_rollouts.h>
#include <lingan/model/option_check.h>

namespace lingan {
namespace {

/// Labels of sentences in a row, in the proportions of the text and a fixed mixed order.
std::vector<int32_t> mixed_labels(const std::vector<int64_t>& sentences) {
  std::vector<int32_t> in_order;
  for (size_t label = 0; label < sentences.size(); ++label) {
    in_order.insert(in_order.end(), static_cast<size_t>(sentences[label]),
                    static_cast<int32_t>(label));
  }
  const RandomPermutation places(in_order.size(), {0, Purpose::kShuffle, 0});
  std::vector<int32_t> mixed(in_order.size());
  for (size_t i = 0; i < in_order.size(); ++i) mixed[places.at(i)] = in_order[i];
  return mixed;
}

/// Queries as sources, each of one token, its number.
std::shared_ptr<const SourceTable> queries_as_sources(const std::vector<int64_t>& sentences) {
  const auto table = std::make_shared<SourceTable>();
  table->sentences = TokenBatch::filled(std::ssize(sentences), 1, 0);
  std::iota(table->sentences.tokens.begin(), table->sentences.tokens.end(), 0);
  std::ranges::fill(table->sentences.lengths, 1);
  table->sampled = mixed_labels(sentences);
  return table;
}

/// The cell has no parameters. The state is a vector that is the query of the next token in place
/// of what is fed, [1, B, E], and whether it is, [1, B, 1]: so rows of one batch have queries of
/// their own, however many labels there are.
class FactorizationGenerator final : public Generator {
 public:
  FactorizationGenerator(const GeneratorOptions& options, RandomStream stream)
      : Generator(options) {
    finish(stream, options.embedding_width);
    if (options.length != 1) return;
    // A choice of one item: there is nothing to end, and what stands for unknown items is none.
    const std::vector<int32_t> no_items = {options.specials.eos, options.specials.unk};
    for (const int32_t id : no_items) {
      if (id >= 0) forbid({&id, 1});
    }
    // Nothing but the label is fed.
    const bool is_read = options.tied_embeddings || !is_told_labels();
    embeddings().set_requires_grad(is_read);
  }

  std::vector<torch::Tensor> initial_state(int64_t rows) const override {
    const auto like = embeddings().options();
    return {torch::zeros({1, rows, options().embedding_width}, like),
            torch::zeros({1, rows, 1}, like)};
  }

  std::vector<torch::Tensor> initial_state(const torch::Tensor& code) const override {
    std::vector<torch::Tensor> state = Generator::initial_state(code);
    if (options().latent_width > 0 || reads_sources()) state[1] = torch::ones_like(state[1]);
    return state;
  }

  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override {
    const torch::Tensor query = torch::where(state[1][0] > 0, state[0][0], input);
    state[1] = torch::zeros_like(state[1]);
    return query;
  }

  /// With labels each sentence's first state has its own, where others would keep a generator for
  /// each label: there may be many.
  std::unique_ptr<engine::Rollouts> rollouts(const SpecialTokens& specials,
                                             engine::Precision precision) const override {
    if (!is_told_labels()) return Generator::rollouts(specials, precision);
    const auto states = [copy = clone_on_cpu()](const Sentences& queries) {
      const torch::Tensor vectors = copy->first_input(queries.rows(), queries.tokens.select(1, 0));
      return torch::cat({vectors, torch::ones({queries.rows(), 1})}, 1);
    };
    SpecialTokens of_queries = specials;
    of_queries.bos = -1;  // none of which is a hole
    return std::make_unique<SourceRollouts>(
        std::make_unique<engine::CpuRollouts>(
            std::make_unique<ModuleStepper>(clone_on_cpu(), precision), specials),
        queries_as_sources(options().label_sentences), states, of_queries, /*of_itself=*/false);
  }
};

}  // namespace

std::shared_ptr<Generator> make_factorization_generator(const GeneratorOptions& options,
                                                        RandomStream stream) {
  return std::make_shared<FactorizationGenerator>(options, stream);
}

}  // namespace lingan
