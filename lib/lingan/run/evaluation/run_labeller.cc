#include <lingan/run/evaluation/run_labeller.h>

#include <algorithm>
#include <utility>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/gan/objectives/label_loss.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/model/one_torch_thread.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 512;

/// @throws UsageError if the run's D tells no labels.
const RunDirectory& with_labels(const RunDirectory& run) {
  const Recipe& recipe = run.spec().recipe;
  const auto refuse = [](const std::string& reason) {
    throw UsageError("the run's discriminator " + reason +
                     "; take a run of a recipe whose discriminator does (semi-supervised, "
                     "conditional, sentigan)");
  };
  const bool tells = uses_labels(recipe) && has_discriminator(recipe) &&
                     find_card(objectives(), recipe.objective, "objective").by_label;
  if (!tells) refuse("tells no labels");
  if (!trains_discriminator(recipe.training)) refuse("is never trained");
  return run;
}

/// Lines as rows of ids, as long as the run's longest sentence at most.
class Rows {
 public:
  explicit Rows(const RunSpec& spec)
      : tokenizer_(*spec.tokenizer), batch_(TokenBatch::filled(0, spec.length, 0)) {}

  void append(const std::string& line) {
    if (is_blank(line)) throw InputError("is blank; each line is a sentence");
    const SpecialTokens& specials = tokenizer_.specials();
    std::vector<int32_t> ids = tokenizer_.encode(line);
    if (specials.eos >= 0) ids.push_back(specials.eos);
    const auto width = static_cast<size_t>(batch_.width);
    if (ids.size() > width) ++longer_;
    unknown_ += std::ranges::count(ids, specials.unk);
    batch_.lengths.push_back(static_cast<int32_t>(std::min(ids.size(), width)));
    ids.resize(width, specials.filler());
    batch_.tokens.insert(batch_.tokens.end(), ids.begin(), ids.end());
    ++batch_.rows;
  }

  int64_t count() const { return batch_.rows; }
  TokenBatch take() { return std::exchange(batch_, TokenBatch::filled(0, batch_.width, 0)); }

  void tell() const {
    if (longer_ > 0) {
      notice_once(counted(longer_, "sentence") + " longer than any to train on: read as far as " +
                  counted(batch_.width, "token"));
    }
    if (unknown_ > 0) {
      notice_once("the run does not know " + counted(unknown_, "token") + ", read as <unk>");
    }
  }

 private:
  const Tokenizer& tokenizer_;
  TokenBatch batch_;
  int64_t longer_ = 0;
  int64_t unknown_ = 0;
};

}  // namespace

RunLabeller::RunLabeller(const RunDirectory& run)
    : spec_(run.spec()), discriminator_(with_labels(run)) {}

std::vector<ToldLabel> RunLabeller::labels(const TokenBatch& sentences) const {
  const torch::NoGradGuard no_gradient;
  const OneTorchThread one_torch_thread;
  const auto logits =
      label_logits(discriminator_.get(), to_sentences(sentences)).to(torch::kCPU, torch::kFloat64);
  const auto [probability, label] = logits.softmax(1).max(1);
  std::vector<ToldLabel> told;
  for (int64_t row = 0; row < sentences.rows; ++row) {
    told.push_back({.name = spec_.labels.at(static_cast<size_t>(label[row].item<int64_t>())).name,
                    .probability = probability[row].item<double>()});
  }
  return told;
}

void RunLabeller::label_lines(
    const std::string& input,
    const std::function<void(const std::vector<ToldLabel>&)>& consumer) const {
  CorpusLines lines(input, BadText::kError);
  Rows rows(spec_);
  while (const auto line = lines.next()) {
    with_place([&] { return line_place(lines.name(), lines.lines()); },
               [&] { rows.append(*line); });
    if (rows.count() == kBlockRows) consumer(labels(rows.take()));
  }
  if (lines.lines() == 0) throw InputError("no sentence in it", lines.name());
  if (rows.count() > 0) consumer(labels(rows.take()));
  rows.tell();
}

}  // namespace lingan
