#include <lingan/run/comparison.h>

#include <algorithm>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/option_key.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/same_training.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/comparison_files.h>
#include <lingan/run/run_evaluation.h>

namespace lingan {
namespace {

/// The runs of a recipe lie in a folder of its name.
void require_folder_name(const std::string& name) {
  constexpr size_t kLongest = 200;
  if (name == kComparisonJson || name == kComparisonTsv || name == kFrontiersSvg) {
    throw UsageError("`recipes`: the name " + name +
                     " is that of a file which a comparison writes; give the file another `name`");
  }
  const bool plain = std::none_of(name.begin(), name.end(), [](unsigned char byte) {
    return byte < 0x20 || byte == 0x7F || byte == '/' || byte == '\\';
  });
  if (plain && !name.empty() && name.front() != '.' && name.size() <= kLongest) return;
  throw UsageError("`recipes`: the name " + quote_toml(name.substr(0, kLongest)) +
                   " is no name of a folder; give the file another `name`: 1 to 200 bytes, no " +
                   "slash, no control character, no dot in front");
}

bool same_sentences(const TokenBatch& a, const TokenBatch& b) {
  if (a.rows == 0 && b.rows == 0) return true;
  return a.width == b.width && a.tokens == b.tokens && a.lengths == b.lengths &&
         a.labels == b.labels;
}

std::filesystem::path folder_of(const ComparisonRequest& request, const Recipe& recipe, int seed) {
  return request.folder / recipe.name / fmt::format("seed-{}", seed);
}

/// Before anything is trained: what would be refused later.
void require_free_folders(const ComparisonRequest& request) {
  for (const Recipe& recipe : request.recipes) {
    for (int seed = 1; seed <= request.seeds; ++seed) {
      const auto path = folder_of(request, recipe, seed);
      if (!RunDirectory::exists(path)) RunDirectory::require_free(path);
    }
  }
}

/// The sentences of a run: with their labels where the recipe looks at them.
RunSentences sentences_for(const Recipe& recipe, const PreparedData& data) {
  RunSentences sentences{data.train, data.validation, data.test};
  if (uses_labels(recipe)) return sentences;
  for (TokenBatch* part : {&sentences.train, &sentences.validation, &sentences.test}) {
    part->labels.clear();
  }
  return sentences;
}

/// The folder of one run: a new one, or the one that an earlier comparison left.
RunDirectory open_or_create(const ComparisonRequest& request, const Recipe& recipe, int seed) {
  const auto path = folder_of(request, recipe, seed);
  const RunSentences wanted = sentences_for(recipe, request.data);
  if (!RunDirectory::exists(path)) {
    const PreparedData& data = request.data;
    const RunSpec spec{.recipe = recipe,
                       .seed = static_cast<uint64_t>(seed),
                       .oracle = request.oracle,
                       .oracle_tensors = data.oracle_tensors,
                       .tokenizer = data.tokenizer,
                       .vectors = reads_vectors(recipe) ? data.vectors : nullptr,
                       .length = data.train.width,
                       .labels = uses_labels(recipe) ? data.labels : std::vector<Label>()};
    return RunDirectory::create(path, spec, wanted);
  }
  RunDirectory run = RunDirectory::open(path);
  const RunSentences sentences = run.sentences();
  if (format_recipe(run.spec().recipe) != format_recipe(recipe) ||
      run.spec().seed != static_cast<uint64_t>(seed) ||
      !same_sentences(sentences.train, wanted.train) ||
      !same_sentences(sentences.validation, wanted.validation) ||
      !same_sentences(sentences.test, wanted.test)) {
    throw UsageError(path.string() +
                     ": holds a run of another recipe, seed or corpus; name another `folder`");
  }
  return run;
}

std::vector<metrics::MetricValue> measure(const RunDirectory& run, const ComparisonRequest& request,
                                          int seed) {
  RunEvaluationRequest evaluation;
  evaluation.samples = request.samples;
  evaluation.seed = static_cast<uint64_t>(seed);
  auto& metrics = evaluation.options.metrics;
  const bool holds_out = request.data.validation.rows > 0 || request.data.test.rows > 0;
  if (holds_out) metrics.emplace_back("bleu");
  metrics.insert(metrics.end(), {"self-bleu", "distinct-2", "unique", "novelty"});
  if (holds_out) metrics.insert(metrics.end(), {"nll-gen", "nll-gen-padded", "perplexity"});
  metrics.emplace_back("nll-div");
  if (!request.oracle.empty()) metrics.emplace_back("nll-oracle");
  if (!request.oracle.empty() && holds_out) metrics.emplace_back("nll-oracle-real");
  return evaluate_run(run, evaluation);
}

}  // namespace

void require_comparable(const std::vector<Recipe>& recipes) {
  if (recipes.empty()) throw UsageError("`recipes`: name at least one");
  for (const Recipe& recipe : recipes) {
    require_folder_name(recipe.name);
    if (!why_no_own_reward(recipe).empty()) continue;
    throw UsageError("`recipes`: " + recipe.name +
                     " takes a reward of your own (`own_reward`), which a comparison has not; "
                     "leave it out, or set "
                     "strategy.policy-gradient.discriminator_share = 1.0");
  }
  for (size_t i = 0; i < recipes.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (recipes[i].name == recipes[j].name) {
        throw UsageError("`recipes`: two recipes are named " + recipes[i].name +
                         "; leave one out, or give its file another `name`");
      }
      if (!train_the_same(recipes[i], recipes[j])) continue;
      throw UsageError("`recipes`: " + recipes[i].name + " and " + recipes[j].name +
                       " train the same; leave one out");
    }
  }
}

Comparison compare_recipes(
    const ComparisonRequest& request,
    const std::function<double(const RunDirectory&, const std::string&)>& train) {
  if (request.seeds < 1) throw UsageError("`seeds`: at least one");
  require_comparable(request.recipes);
  require_free_folders(request);
  Comparison comparison;
  for (const Recipe& recipe : request.recipes) {
    ComparedRecipe result;
    result.name = recipe.name;
    result.is_pretrained = recipe.training.pretrain_epochs > 0;
    result.strategy = recipe.strategy.empty() ? "maximum-likelihood" : recipe.strategy;
    for (int seed = 1; seed <= request.seeds; ++seed) {
      const RunDirectory run = open_or_create(request, recipe, seed);
      result.seconds.push_back(train(run, fmt::format("{}/seed-{}", recipe.name, seed)));
      result.weights.push_back(WeightsOrigin::described(load_tensors(run.generator())));
      for (const auto& metric : measure(run, request, seed)) {
        auto& order = comparison.metric_order;
        if (std::find(order.begin(), order.end(), metric.name) == order.end()) {
          order.push_back(metric.name);
        }
        result.metrics[metric.name].push_back(metric.value);
        if (!metric.note.empty()) result.notes.emplace(metric.name, metric.note);
      }
    }
    comparison.recipes.push_back(std::move(result));
  }
  return comparison;
}

}  // namespace lingan
