/// The options of generators, apart from their networks: recipes read them without torch.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/option_table.h>
#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// The shape of the part of a convolutional D that makes its features.
struct LeakedFeatures {
  int64_t embedding_width = 64;             ///< E, of D
  std::vector<int64_t> filter_widths = {};  ///< tokens a window covers; cut to the length
  std::vector<int64_t> filter_counts = {};  ///< of each
  bool shared_highway = false;              ///< its transform and its gate share weights
};

/// The size of a generator; the `[generator]` table of a recipe, but for what comes with the text.
struct GeneratorOptions {
  std::string cell = "lstm";     ///< a name in generators()
  int64_t vocabulary_size = 0;   ///< V, from the tokenizer
  int64_t embedding_width = 32;  ///< E
  int64_t hidden_width = 32;     ///< H
  int64_t layers = 1;
  bool tied_embeddings = false;  ///< output weights are the embeddings; needs E = H
  double input_dropout = 0.0;    ///< on embeddings, the same at all positions of a sentence
  double output_dropout = 0.0;   ///< on what each layer gives, likewise
  double word_dropout = 0.0;     ///< whole words of the input
  double initial_range = 0.0;    ///< > 0: all weights normal with this standard deviation (SeqGAN:
                                 ///< 0.1); 0: torch's own initialization
  std::string output = "softmax";   ///< a softmax over tokens, or a `point` of the embedding space
  std::string distance = "cosine";  ///< between points and embeddings: one of kPointDistances
  int64_t latent_width = 0;         ///< Z, of the code that sets the first state; 0: none
  std::string latent_codes = "normal";  ///< what codes are drawn: one of kLatentCodes
  int64_t prior_width = 0;           ///< of both hidden layers of the network that makes a code of
                                     ///< what is drawn; 0: that is the code
  std::string embeddings = "drawn";  ///< what they begin with: one of kFirstEmbeddings
  int64_t length = 0;                ///< T, of the longest sentence, from the text
  std::string labels = "none";       ///< what becomes of those of the sentences: in kLabelUses
  int64_t drawn_labels = 2;          ///< K, of `labels` drawn
  std::vector<int64_t> label_sentences;  ///< with labels: how many sentences to train on have each,
                                         ///< from the text; of drawn ones 1 of each, see
                                         ///< sentences_of_labels()
  std::string source = "none";           ///< what reads a sentence's source: in kSourceUses
  double source_dropout = 0.0;           ///< whole words of the source
  int64_t source_shuffle = 0;            ///< places that words of the source move by, at most
  std::shared_ptr<const SourceTable> sources = nullptr;  ///< with `source`: from the text
  LeakedFeatures leaked;   ///< of `cell` leaked: of the D that it reads, from `[discriminator]`
  SpecialTokens specials;  ///< pad and bos get no probability where eos is not -1
  OptionSet own;           ///< of the cell alone: its card's table, `[generator.CELL]`
};

/// Of GeneratorOptions::latent_width.
inline constexpr int64_t kMaximumLatentWidth = 65536;

/// What GeneratorOptions::latent_codes may be: standard normal numbers, or even bits, -1 or 1.
inline constexpr std::array<std::string_view, 2> kLatentCodes = {"normal", "binary"};

/// What GeneratorOptions::output and distance may be.
inline constexpr std::array<std::string_view, 2> kGeneratorOutputs = {"softmax", "point"};
inline constexpr std::array<std::string_view, 3> kPointDistances = {"cosine", "euclidean",
                                                                    "von-mises-fisher"};

/// The same, in the order of kPointDistances.
enum class PointDistance { kCosine, kEuclidean, kVonMisesFisher };

/// @throws UsageError for an unknown name.
PointDistance point_distance(std::string_view name);

/// What GeneratorOptions::embeddings may be: drawn, or word vectors from a file, which training
/// changes or keeps.
inline constexpr std::array<std::string_view, 3> kFirstEmbeddings = {"drawn", "vectors",
                                                                     "frozen-vectors"};

/// What GeneratorOptions::labels may be: a network for each of the text's labels, or one that is
/// told them (Mirza & Osindero 2014), or one that is told labels of its own, which are drawn for
/// each sentence and which no text has (the categorical codes of Chen et al. 2016).
inline constexpr std::array<std::string_view, 4> kLabelUses = {"none", "separate", "condition",
                                                               "drawn"};

/// Of GeneratorOptions::drawn_labels.
inline constexpr int64_t kMaximumDrawnLabels = 1024;

/// Whether a generator is told a label before the first token.
bool is_told_labels(const GeneratorOptions& options);

/// Whether the labels that it is told are drawn, all as often, and are not of the text.
bool draws_labels(const GeneratorOptions& options);

/// What label_sentences are to be, in whose proportions labels are drawn.
/// @param of_text  how many sentences to train on have each label.
std::vector<int64_t> sentences_of_labels(const GeneratorOptions& options,
                                         std::vector<int64_t> of_text);

/// What GeneratorOptions::source may be: nothing, or a recurrent network whose last state sets the
/// first state (Cho et al. 2014; Sutskever et al. 2014). It reads a source of the text, or the
/// sentence itself, of which the generator is then an auto-encoder.
inline constexpr std::array<std::string_view, 3> kSourceUses = {"none", "encoder", "itself"};

/// The keys of `[generator]`, with their ranges.
std::span<const OptionKey> generator_keys();

/// What is wrong with options that fit their ranges, naming the key; empty: nothing.
std::string generator_problem(const GeneratorOptions& options);

}  // namespace lingan
