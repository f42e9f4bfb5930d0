#include <lingan/model/generators/generator_options.h>

#include <algorithm>
#include <array>

#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/generators/labelled_sources.h>

namespace lingan {
namespace {

using G = GeneratorOptions;

std::vector<std::string> cells() { return card_names(generators()); }

std::vector<std::string> outputs() { return {kGeneratorOutputs.begin(), kGeneratorOutputs.end()}; }
std::vector<std::string> latent_codes() { return {kLatentCodes.begin(), kLatentCodes.end()}; }
std::vector<std::string> first_embeddings() {
  return {kFirstEmbeddings.begin(), kFirstEmbeddings.end()};
}
std::vector<std::string> distances() { return {kPointDistances.begin(), kPointDistances.end()}; }
std::vector<std::string> source_uses() { return {kSourceUses.begin(), kSourceUses.end()}; }
std::vector<std::string> label_uses() { return {kLabelUses.begin(), kLabelUses.end()}; }

constexpr std::array kKeys = {
    option<&G::cell>("cell", cells, "network that reads the tokens so far"),
    option<&G::embedding_width>("embedding_width", ranges::kWidth, "width of token embeddings"),
    option<&G::hidden_width>("hidden_width", ranges::kWidth, "width of the state of a layer"),
    option<&G::layers>("layers", ranges::kLayers, "layers of the network"),
    option<&G::tied_embeddings>("tied_embeddings",
                                "use the embeddings as output weights; needs equal widths"),
    option<&G::input_dropout>("input_dropout", ranges::kShare,
                              "share of the embeddings' entries left out in MLE training, the "
                              "same ones in a whole sentence"),
    option<&G::output_dropout>("output_dropout", ranges::kShare,
                               "the same of what each layer gives"),
    option<&G::word_dropout>("word_dropout", ranges::kShare,
                             "share of the words fed that are left out in MLE training"),
    option<&G::initial_range>(
        "initial_range", ranges::kNotNegative,
        "standard deviation of initial weights; 0: the library's own initialization"),
    option<&G::output>("output", outputs,
                       "what a step gives: a softmax over tokens, or a point of the embedding "
                       "space, whose nearest token is the text"),
    option<&G::distance>("distance", distances,
                         "between points and embeddings (von-mises-fisher: the angle, and in "
                         "pretraining the likelihood of that distribution)"),
    option<&G::latent_width>("latent_width", {.low = 0, .high = kMaximumLatentWidth},
                             "width of the code that sets the first state; 0: none"),
    option<&G::latent_codes>("latent_codes", latent_codes,
                             "what codes are drawn: normal numbers, or bits, -1 or 1"),
    option<&G::prior_width>("prior_width", {.low = 0, .high = kMaximumLatentWidth},
                            "hidden width of the network that makes the code of what is drawn; 0: "
                            "that is the code"),
    option<&G::labels>("labels", label_uses,
                       "what becomes of the sentences' labels; separate: each has a generator of "
                       "its own; condition: one generator is told the label, with source = "
                       "\"encoder\" before the source; drawn: it is told a label that is drawn, of "
                       "sentences without labels"),
    option<&G::drawn_labels>("drawn_labels", {.low = 2, .high = kMaximumDrawnLabels},
                             "labels to draw from, all as often"),
    option<&G::source>("source", source_uses,
                       "what reads the source of each sentence; encoder: a GRU over the same "
                       "embeddings, whose last state sets the first state; itself: the same, and "
                       "the source is the sentence itself"),
    option<&G::source_dropout>("source_dropout", ranges::kShare,
                               "share of a source's words that are left out in MLE training"),
    option<&G::source_shuffle>("source_shuffle", {.low = 0, .high = 1000},
                               "places that words of a source move by, at most, in MLE training"),
    option<&G::embeddings>("embeddings", first_embeddings,
                           "what embeddings begin with: drawn, or the run's word vectors, which "
                           "training changes or keeps"),
};

}  // namespace

std::span<const OptionKey> generator_keys() { return kKeys; }

PointDistance point_distance(std::string_view name) {
  const auto entry = std::ranges::find(kPointDistances, name);
  if (entry == kPointDistances.end()) refuse_name("distance", std::string(name), distances());
  return static_cast<PointDistance>(entry - kPointDistances.begin());
}

bool is_told_labels(const GeneratorOptions& options) {
  const bool is_told = options.labels == "condition" || draws_labels(options);
  return is_told && !reads_labelled_sources(options);
}

bool draws_labels(const GeneratorOptions& options) { return options.labels == "drawn"; }

std::vector<int64_t> sentences_of_labels(const GeneratorOptions& options,
                                         std::vector<int64_t> of_text) {
  if (!draws_labels(options)) return of_text;
  return std::vector<int64_t>(static_cast<size_t>(options.drawn_labels), 1);
}

std::string generator_problem(const GeneratorOptions& options) {
  if (options.output == "point" && options.tied_embeddings) {
    return "generator.tied_embeddings: a point is no softmax over the embeddings; set it to "
           "false";
  }
  if (options.labels == "separate" && options.embeddings != "drawn") {
    return "generator.embeddings: each label has a generator with embeddings of its own; set it to "
           "\"drawn\"";
  }
  if (!options.tied_embeddings || options.embedding_width == options.hidden_width) return "";
  return "generator.tied_embeddings: needs generator.embedding_width = generator.hidden_width, "
         "not " +
         std::to_string(options.embedding_width) + " and " + std::to_string(options.hidden_width) +
         "; make them equal, or set it to false";
}

}  // namespace lingan
