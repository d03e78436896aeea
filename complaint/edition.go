package complaint

// Edition is the newest edition of histories and journals that this program reads and writes: it goes up by one
// with each release whose shell leaves another trail in Temporal or whose journals have a new kind of event or a new
// key. What is written is of the edition in force in the database, which `duban upgrade finish` raises when the last
// program of the older one has been stopped; until then every program writes what the oldest can read, and going back
// is safe. A run keeps the edition it has loaded.
const Edition = 2

// ComparingEdition is the first edition in which a filing says whom the words may mean that name a respondent.
const ComparingEdition = 2
