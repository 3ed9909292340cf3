/// The models that run inside this process: a sentence encoder (MiniLM in ONNX Runtime) that turns
/// a message into 384 numbers, and small logistic heads on top, fitted from lines of text: one for
/// sentiment, one for the categories of each tenant.
///
/// A message is cleaned ([Normaliser]), cut into word pieces ([WordPiece]), refused when it is not
/// in a language the encoder reads ([LanguageGate]), encoded once for both heads ([Encoder]) and
/// judged. Start reading at [EmbeddedModels].
///
/// Nothing here knows Kafka, opens a connection or keeps a customer's words.
@NullMarked
package dev.sluice.enrichers.embedded;

import org.jspecify.annotations.NullMarked;
