#include <lingan/run/evaluation/run_sampler.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/base/progress.h>
#include <lingan/base/utf8.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/model/generators/labelled_sources.h>
#include <lingan/model/generators/mixture.h>
#include <lingan/run/evaluation/run_judge.h>
#include <lingan/run/evaluation/run_ranking.h>
#include <lingan/run/run_directory.h>
#include <lingan/text/tokenizer/line_text.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr int64_t kSampledTogether = 4096;

using Consumer = std::function<void(const JudgedSamples&)>;

/// The ids of a prompt.
std::vector<int32_t> encode_prompt(const std::string& prompt, const Tokenizer& tokenizer) {
  const size_t good = valid_utf8_prefix(prompt);
  if (good != prompt.size()) {
    throw UsageError("`prompt`: malformed UTF-8 at byte " + std::to_string(good + 1));
  }
  if (prompt.find('\n') != std::string::npos) {
    throw UsageError("`prompt`: has a line feed, and a sentence is one line");
  }
  const int32_t unk = tokenizer.specials().unk;
  std::vector<int32_t> ids = tokenizer.encode(prompt);
  if (std::ranges::find(ids, unk) == ids.end()) return ids;
  std::string unknown;
  for (const std::string_view word : split_whitespace(prompt)) {
    const std::vector<int32_t> own = tokenizer.encode(word);
    if (std::ranges::find(own, unk) == own.end()) continue;
    unknown += (unknown.empty() ? "" : ", ") + std::string(word);
  }
  notice_once("`prompt`: the run does not know " + unknown + "; every sentence has <unk> there");
  return ids;
}

/// @throws UsageError if the run has no such label.
size_t label_number(const RunSpec& spec, const std::string& name) {
  if (chooses_items(spec.recipe)) {
    return static_cast<size_t>(query_number(spec, name, "label"));
  }
  const std::vector<Label> labels = labels_of_generator(spec);
  if (labels.empty()) {
    throw UsageError("`label` " + name +
                     ": the run was trained on sentences without labels; leave it out");
  }
  std::vector<std::string> known;
  known.reserve(labels.size());
  for (const Label& label : labels) known.push_back(label.name);
  const auto entry = std::ranges::find(known, name);
  if (entry == known.end()) refuse_name("label", name, known);
  return static_cast<size_t>(entry - known.begin());
}

/// @throws UsageError if sources are read with a label, and nothing says which.
void require_label_of_sources(const RunSpec& spec, const RunSampleRequest& request) {
  if (request.sources == nullptr || spec.labels.empty() || !request.label.empty()) return;
  std::string known;
  for (const Label& label : spec.labels) known += (known.empty() ? "" : ", ") + label.name;
  throw UsageError("`label`: the run reads a source with a label; name one of " + known);
}

/// @throws UsageError if the run's generator has no such drawn label.
size_t code_number(const Recipe& recipe, int64_t code) {
  if (!draws_labels(recipe.generator)) {
    throw UsageError("`code` " + std::to_string(code) + ": the run's generator draws no labels (" +
                     "generator.labels = \"drawn\"); leave it out");
  }
  const int64_t last = recipe.generator.drawn_labels - 1;
  if (code > last) {
    throw UsageError("`code` " + std::to_string(code) + ": expected one of the run's, in 0.." +
                     std::to_string(last));
  }
  return static_cast<size_t>(code);
}

/// The one label that all sentences are to have; nothing: all labels.
/// @throws UsageError if the run has no such label.
std::optional<size_t> only_label(const RunSpec& spec, const RunSampleRequest& request) {
  if (!request.label.empty()) return label_number(spec, request.label);
  if (request.code >= 0) return code_number(spec.recipe, request.code);
  return std::nullopt;
}

/// @throws UsageError for options by which other sentences are drawn than D has learned from.
void require_as_trained(const RunSampleRequest& request) {
  const auto refuse = [](const char* option, const char* as_trained) {
    throw UsageError(std::string(option) +
                     ": the discriminator's odds (`judge`) are against what the generator writes " +
                     as_trained + "; leave one of the two out");
  };
  const engine::SamplingOptions& options = request.options;
  if (options.temperature != 1.0) refuse("`temperature`", "at temperature 1");
  if (options.top_k != 0) refuse("`top_k`", "without a cut");
  if (options.top_p != 1.0) refuse("`top_p`", "without a cut");
  if (options.greedy) refuse("`greedy`", "when it draws");
  if (!request.label.empty()) refuse("`label`", "of all labels together");
  if (request.posterior) refuse("`posterior`", "by its last weights");
  if (request.code >= 0) refuse("`code`", "of all drawn labels together");
  if (request.sources != nullptr) refuse("`sources`", "of all sources together");
}

/// What to draw, but for the rows.
engine::SampleRequest sample_request(const RunSpec& spec, const RunSampleRequest& request) {
  engine::SampleRequest draws;
  draws.length = spec.length;
  draws.stream = {request.seed, Purpose::kEvaluate, 0};
  draws.options = request.options;
  draws.prompt = encode_prompt(request.prompt, *spec.tokenizer);
  if (static_cast<int64_t>(draws.prompt.size()) >= draws.length) {
    throw UsageError("`prompt`: " + std::to_string(draws.prompt.size()) +
                     " tokens leave no place in sentences of at most " +
                     std::to_string(draws.length) + " tokens");
  }
  return draws;
}

const RunDirectory& judge_of(const RunDirectory& run, const RunSampleRequest& request) {
  return request.judge_run != nullptr ? *request.judge_run : run;
}

JudgingReport draw_judged(const engine::Rollouts& rollouts, const RunDirectory& run,
                          const RunSampleRequest& request, const Consumer& consumer) {
  require_as_trained(request);
  const RunJudge judge(judge_of(run, request));
  return sample_judged(
      rollouts, sample_request(run.spec(), request),
      {.judging = *request.judge,
       .sentences = request.sentences,
       .log_odds = [&judge](const TokenBatch& sentences) { return judge.log_odds(sentences); }},
      consumer);
}

/// @return what came of a judgement; nothing: nobody judged.
std::optional<JudgingReport> draw_blocks(const engine::Rollouts& rollouts, const RunDirectory& run,
                                         const RunSampleRequest& request,
                                         const Consumer& consumer) {
  if (request.judge) return draw_judged(rollouts, run, request, consumer);
  engine::SampleRequest block = sample_request(run.spec(), request);
  for (int64_t done = 0; done < request.sentences; done += kSampledTogether) {
    block.rows = std::min(kSampledTogether, request.sentences - done);
    block.first_row = static_cast<uint64_t>(done);
    consumer({rollouts.sample(block)});
  }
  return std::nullopt;
}

void tell(const JudgingReport& report, const RunDirectory& judge) {
  const std::string weak = why_weak_odds(judge.spec().recipe);
  if (!weak.empty()) notice_once("`judge`: " + weak);
  notice_once(describe(report));
}

}  // namespace

std::unique_ptr<engine::Rollouts> sampling_rollouts(Generator& generator, const RunSpec& spec,
                                                    const RunSampleRequest& request) {
  const auto label = only_label(spec, request);
  require_label_of_sources(spec, request);
  if (request.sources != nullptr) {
    const bool of_label = label && reads_labelled_sources(generator.options());
    generator.set_sources(of_label
                              ? sources_with_label(*request.sources, static_cast<int32_t>(*label))
                              : request.sources);
  }
  generator.forbid(line_breaking_ids(*spec.tokenizer));
  const SpecialTokens& specials = spec.tokenizer->specials();
  if (!label) return generator.rollouts(specials, request.precision);
  return generator.of_label(*label)->rollouts(specials, request.precision);
}

namespace {

std::unique_ptr<engine::Rollouts> posterior_rollouts(const RunDirectory& run,
                                                     const RunSampleRequest& request) {
  const auto generators = run.load_posterior();
  for (const auto& generator : generators) {
    generator->forbid(line_breaking_ids(*run.spec().tokenizer));
  }
  return mixture_rollouts(generators, run.spec().tokenizer->specials(), request.precision);
}

}  // namespace

void sample_run(const RunDirectory& run, const RunSampleRequest& request,
                const Consumer& consumer) {
  const auto generator = request.posterior ? nullptr : run.load_generator();
  const auto rollouts = request.posterior ? posterior_rollouts(run, request)
                                          : sampling_rollouts(*generator, run.spec(), request);
  const auto report = draw_blocks(*rollouts, run, request, consumer);
  if (report) tell(*report, judge_of(run, request));
}

TokenBatch sample_rows(const engine::Rollouts& rollouts, const RunDirectory& run,
                       const RunSampleRequest& request, JudgingReport* judging) {
  TokenBatch all{.rows = 0, .width = run.spec().length, .tokens = {}, .lengths = {}};
  Progress progress("sampling", request.sentences, "sentences");
  const auto append = [&](const JudgedSamples& block) {
    const TokenBatch& tokens = block.tokens;
    all.rows += tokens.rows;
    all.tokens.insert(all.tokens.end(), tokens.tokens.begin(), tokens.tokens.end());
    all.lengths.insert(all.lengths.end(), tokens.lengths.begin(), tokens.lengths.end());
    all.labels.insert(all.labels.end(), tokens.labels.begin(), tokens.labels.end());
    progress.update(all.rows);
  };
  const auto report = draw_blocks(rollouts, run, request, append);
  if (report && judging == nullptr) tell(*report, judge_of(run, request));
  if (report && judging != nullptr) *judging = *report;
  return all;
}

}  // namespace lingan
