/// Where a run's sentences come from: a corpus of text, or an oracle.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/text/corpus/corpus.h>
#include <lingan/text/corpus/line_labels.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

struct TensorFile;
struct TokenVectors;

/// A corpus and how to read it.
struct TextSource {
  std::string corpus = {};        ///< input (base/input.h), one sentence a line
  std::string corpus_b = {};      ///< input, a second corpus: its sentences have the label `b`,
                                  ///< those of the first `a`; empty: none
  std::string validation = {};    ///< input; empty: a share of the corpus is set aside
  double validation_share = 0.1;  ///< in [0, 1)
  std::string test = {};          ///< input; empty: a share of the corpus is set aside
  double test_share = 0.0;        ///< in [0, 1)
  std::string labels = {};        ///< input, the label of each line of the corpus; empty: none
  bool unlabelled = false;        ///< a sentence may lack a label, which nobody knows then
  int32_t label_column = 0;       ///< 1 or 2: every line of the corpus, and of what is held out, is
                                  ///< a sentence and its label with a tab between, and this is the
                                  ///< label's place; 0: a line is a sentence
  std::string sources = {};       ///< input, the source of each line of the corpus; empty: none
  std::string vectors = {};       ///< input, of word vectors; empty: none
  std::string tokenizer = "word";  ///< a name in tokenizers(), or the path of a model
  TokenizerOptions training = {};  ///< size, counts and normalization when a kind is trained
  CorpusOptions lengths = {};
  BadText bad_text = BadText::kError;
  uint64_t seed = 1;  ///< of the split
};

/// An oracle's samples as a corpus.
struct OracleSource {
  std::string oracle = {};    ///< name for load_oracle
  int64_t samples = 10000;    ///< training sentences, >= 1
  int64_t validation = 5000;  ///< held-out sentences, >= 0
  int32_t length = 20;        ///< tokens a sentence, eos counted where the oracle has one, >= 1
  uint64_t seed = 1;
};

/// Sentences ready to train on.
struct PreparedData {
  std::shared_ptr<const Tokenizer> tokenizer;
  TokenBatch train;
  TokenBatch validation;
  TokenBatch test;      ///< no rows: reports are of validation
  CorpusReport report;  ///< what was read and left out; zeros for an oracle
  /// base/fingerprint.h of the inputs that TextSource names; empty: none.
  std::string corpus_fingerprint = {};
  std::string corpus_b_fingerprint = {};
  std::string validation_fingerprint = {};
  std::string test_fingerprint = {};
  std::string labels_fingerprint = {};
  std::vector<Label> labels = {};  ///< of the sentences' `labels`; empty: these have none
  std::string sources_fingerprint = {};
  TokenBatch sources = {};  ///< of all sentences, whose `labels` are these rows' numbers; these'
                            ///< `labels` are then the sentences' own; no rows: they have none
  std::string vectors_fingerprint = {};
  /// Of the tokens that a file has vectors of, for RunSpec; null: there is none.
  std::shared_ptr<const TokenVectors> vectors;
  int64_t validation_in_training = 0;  ///< sentences of `validation` that are also trained on
  int64_t test_in_training = 0;        ///< the same of `test`
  int64_t unused_types = 0;  ///< words of the vocabulary that only lines have that were left out
  /// Of the oracle, for RunSpec; null for text and for `seed:N`.
  std::shared_ptr<const TensorFile> oracle_tensors;
};

/// Splits the corpus, trains the tokenizer on the part that is trained on, or loads it, and encodes
/// all (on the active CUDA device, where it can, see engine/cuda_line_encoder.h).
/// @throws IoError, InputError, UsageError as reading text does; UsageError for labels of two
/// kinds, a second corpus or a column of labels beside sources, or any of them beside held-out
/// sentences of another input, which have none; InputError for held-out sentences with a label that
/// none has to train on.
PreparedData prepare_text(const TextSource& source);

/// Samples the oracle.
PreparedData prepare_oracle(const OracleSource& source);

}  // namespace lingan
