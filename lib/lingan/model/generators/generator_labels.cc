/// What a generator does with the labels of sentences: by itself it has none, or is told them.
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/option_key.h>
#include <lingan/engine/rollouts/labelled_rollouts.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/labelled_sources.h>

namespace lingan {
namespace {

/// The sources with those left out of sampling that have the label already.
std::shared_ptr<const SourceTable> of_other_labels(std::shared_ptr<const SourceTable> sources,
                                                   int32_t label) {
  const std::vector<int32_t>& labels = sources->sentences.labels;
  if (labels.empty()) return sources;
  auto others = std::make_shared<SourceTable>(*sources);
  std::erase_if(others->sampled, [&](int32_t source) { return labels.at(source) == label; });
  return others;
}

}  // namespace

void Generator::check_labels(const GeneratorOptions& options) {
  if (options.labels == "none") return;
  const std::string key = "generator.labels = \"" + options.labels + "\": ";
  if (options.label_sentences.empty()) {
    throw UsageError(key +
                     "the sentences have no labels; name a file of them (`labels`) or a second "
                     "corpus (`corpus_b`), or set it to \"none\"");
  }
  // Without an end bos may be an ordinary token, whose embedding is not the label's to take.
  if (!lingan::is_told_labels(options) || options.specials.eos >= 0) return;
  const char* other = draws_labels(options) ? "none" : "separate";
  throw UsageError(key +
                   "the tokenizer has no token that ends a sentence; take another tokenizer, or "
                   "set it to " +
                   quote_toml(other));
}

torch::Tensor Generator::first_input(int64_t rows, const torch::Tensor& labels) const {
  if (!is_told_labels()) {
    const auto like = torch::dtype(torch::kInt64).device(embedding_.device());
    return torch::embedding(embedding_, torch::full({rows}, options_.specials.bos, like));
  }
  if (labels.defined()) return torch::embedding(label_embedding_, labels);
  throw UsageError("generator.labels = " + quote_toml(options_.labels) +
                   ": the sentences have no labels");
}

std::shared_ptr<const Generator> Generator::of_label(size_t label) const {
  const torch::NoGradGuard no_gradient;
  const auto number = static_cast<int32_t>(label);
  GeneratorOptions own = options_;
  if (reads_labelled_sources(options_)) {
    own.sources = sources_of_label(*own.sources, number);
  } else {
    own.labels = "none";
    own.label_sentences.clear();
  }
  if (reads_itself()) own.sources = of_other_labels(own.sources, number);
  std::shared_ptr<Generator> copy = clone_with(own);
  if (is_told_labels()) {
    copy->embedding_[own.specials.bos].copy_(label_embedding_[static_cast<int64_t>(label)]);
  }
  copy->to(embedding_.device());
  return copy;
}

std::unique_ptr<engine::Rollouts> Generator::labelled_rollouts(const SpecialTokens& specials,
                                                               engine::Precision precision) const {
  std::vector<std::unique_ptr<const engine::Rollouts>> all;
  for (size_t label = 0; label < options_.label_sentences.size(); ++label) {
    all.push_back(of_label(label)->rollouts(specials, precision));
  }
  const auto labels =
      draws_labels(options_) ? engine::LabelsOf::kGenerator : engine::LabelsOf::kText;
  return std::make_unique<engine::LabelledRollouts>(std::move(all), options_.label_sentences,
                                                    labels);
}

}  // namespace lingan
