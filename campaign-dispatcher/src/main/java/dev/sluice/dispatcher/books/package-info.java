/// The accounts of campaigns: what became of each message, and whether every message is somewhere.
///
/// Start reading at [dev.sluice.dispatcher.books.CampaignBooks], which counts what the topics of
/// results and of statuses say about one campaign, each message once.
/// [dev.sluice.dispatcher.books.BooksReader] reads them for a person,
/// [dev.sluice.dispatcher.books.BooksKeeper] goes on reading them in every dispatcher, ends
/// campaigns and raises the alarm; [dev.sluice.dispatcher.books.Audit] asks a source of its own,
/// the messages as they were appended.
@NullMarked
package dev.sluice.dispatcher.books;

import org.jspecify.annotations.NullMarked;
