#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan {
namespace {

using R = RecurrentDiscriminatorOptions;

std::vector<std::string> cells() { return {"lstm", "gru"}; }
std::vector<std::string> judged() { return {"sentences", "tokens"}; }

constexpr std::array kKeys = {
    option<&R::cell>("cell", cells, "recurrent cell"),
    option<&R::hidden_width>("hidden_width", ranges::kWidth, "width of a direction's state"),
    option<&R::layers>("layers", ranges::kLayers, "recurrent layers"),
    option<&R::bidirectional>("bidirectional", "read from the last token to the first, too"),
    option<&R::output_width>("output_width", ranges::kWidth,
                             "width of the layer before the output"),
    option<&R::judges>("judges", judged,
                       "what D has an output for; tokens: for each, by the sentence up to it"),
    option<&R::reads_holes>(
        "reads_holes",
        "D knows which words were holes; tokens are then judged by the whole "
        "sentence where it is bidirectional, and those that were known are not"),
};

std::string problem(const R& options) {
  if (options.judges != "tokens" || !options.bidirectional || options.reads_holes) return "";
  return "discriminator.recurrent.bidirectional: the judgement of a token would go by what follows "
         "it; set it to false, or discriminator.recurrent.judges = \"sentences\"";
}

constexpr std::array<std::string_view, 5> kUnread = {
    "filter_widths", "filter_counts", "representations", "highway", "initial_weights"};

}  // namespace

DiscriminatorCard recurrent_discriminator_card() {
  return {.name = "recurrent",
          .summary = "an LSTM or GRU in both directions, maximum and mean over the tokens",
          .paper = "Conneau et al. 2017; Clark et al. 2020 (ELECTRA)",
          .options = option_table<R, problem>("discriminator.recurrent", kKeys),
          .unread = kUnread,
          .judges_tokens = [](const OptionSet& own) { return own.get<R>().judges == "tokens"; },
          .judge_sentences = "discriminator.recurrent.judges = \"sentences\"",
          .has_token_outputs = true};
}

}  // namespace lingan
