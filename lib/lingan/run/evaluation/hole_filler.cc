#include <lingan/run/evaluation/hole_filler.h>

#include <numeric>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/sentences/source_table.h>
#include <lingan/run/evaluation/filling_by_codes.h>
#include <lingan/run/evaluation/filling_candidates.h>
#include <lingan/run/evaluation/run_encoder.h>
#include <lingan/text/tokenizer/line_text.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr const char* kNoCode = "has no latent code, and fills a hole in one step; leave it out";

/// What is no word to put into a line: unknown ones, the end, and spacing.
std::vector<int32_t> no_words(const Tokenizer& tokenizer) {
  std::vector<int32_t> ids = line_breaking_ids(tokenizer);
  for (int32_t id = 0; id < tokenizer.size(); ++id) {
    if (id == tokenizer.specials().unk || is_blank(tokenizer.decode({{id}}))) ids.push_back(id);
  }
  return ids;
}

/// The run's generator on the CPU, where holes are filled, that draws words alone.
std::shared_ptr<Generator> filling_generator(const RunDirectory& run) {
  auto generator = run.load_generator()->clone_on_cpu();
  generator->forbid(no_words(*run.spec().tokenizer));
  return generator;
}

/// Draws by what a generator of masked sentences reads.
class MaskedFiller final : public HoleFiller {
 public:
  MaskedFiller(const RunDirectory& run, const TokenBatch& sentences, const FillRequest& request)
      : length_(run.spec().length), request_(request) {
    auto table = std::make_shared<SourceTable>();
    table->sentences = sentences;
    table->sentences_of_each = request.fillings;
    table->sampled.resize(static_cast<size_t>(sentences.rows));
    std::iota(table->sampled.begin(), table->sampled.end(), 0);
    const auto generator = filling_generator(run);
    generator->set_sources(std::move(table));
    rollouts_ = generator->rollouts(run.spec().tokenizer->specials());
  }

  TokenBatch fill(int64_t first, int64_t count) const override {
    engine::SampleRequest draws;
    draws.rows = count;
    draws.length = length_;
    draws.stream = {request_.seed, Purpose::kEvaluate, 0};
    draws.first_row = static_cast<uint64_t>(first);
    draws.options = request_.options;
    return rollouts_->sample(draws).tokens;
  }

 private:
  int32_t length_;
  FillRequest request_;
  std::unique_ptr<const engine::Rollouts> rollouts_;
};

/// Why a generator is no language model whose prefixes go on with any words; empty: it is.
std::string why_no_language_model(const GeneratorOptions& generator) {
  if (!has_likelihood(generator)) return "gives no probabilities of words";
  if (generator.labels != "none") return "goes by labels, which the sentences do not have";
  return generator.source == "none" ? "" : "goes by sources, which the sentences do not have";
}

void require_no_effect(int64_t value, const char* option, const char* why) {
  if (value > 0) throw UsageError(std::string(option) + ": the run's generator " + why);
}

/// What a run's encoder tells of sentences; empty: it has none, or none of codes that are noise.
FillingByCodes::Encoder encoder_of(const RunDirectory& run) {
  const GeneratorOptions& generator = run.spec().recipe.generator;
  const bool codes_are_noise = generator.latent_codes == "normal" && generator.prior_width == 0;
  if (!codes_are_noise || !has_encoder(run.spec().recipe)) return {};
  return [encoder = std::make_shared<const RunEncoder>(run)](const TokenBatch& sentences) {
    return encoder->posterior(sentences);
  };
}

}  // namespace

std::unique_ptr<HoleFiller> make_hole_filler(const RunDirectory& run,
                                             std::shared_ptr<const TokenBatch> sentences,
                                             const FillRequest& request) {
  if (request.fillings < 1) throw UsageError("fill: at least one filling of each sentence");
  if (masking_of(run.spec().recipe)) {
    require_no_effect(request.candidates, "`candidates`",
                      "reads what stands after a hole, too, and chooses among no candidates; "
                      "leave it out");
    require_no_effect(request.steps, "`steps`", kNoCode);
    return std::make_unique<MaskedFiller>(run, *sentences, request);
  }
  const std::string why_not = why_no_language_model(run.spec().recipe.generator);
  if (!why_not.empty()) {
    throw UsageError("the run fills no holes: its generator " + why_not +
                     "; name a run of maskgan, vae or bigan, or of a language model");
  }
  auto model = run.load_generator()->clone_on_cpu();
  auto filler = filling_generator(run);
  if (run.spec().recipe.generator.latent_width > 0) {
    return std::make_unique<FillingByCodes>(*model, *filler, encoder_of(run), std::move(sentences),
                                            request);
  }
  require_no_effect(request.steps, "`steps`", kNoCode);
  return std::make_unique<FillingCandidates>(std::move(model), std::move(filler),
                                             std::move(sentences), request);
}

}  // namespace lingan
