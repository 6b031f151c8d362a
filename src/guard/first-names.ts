// First names that children in England bear, to tell "Jamie, 14 March 2015" from "Cabinet, 14 March 2015". What one could get
// wrong: names that are also words or months of a report are in the second list, and count only before a surname.

const list = (names: string) => new Set(names.trim().split(/\s+/));

/** Names that are hardly ever anything else. Lower case. */
export const NAMES: ReadonlySet<string> = list(`
  aaliyah aaron aayan abbie abdul abdullah abigail adam adeel adele adrian agnes ahmad ahmed aidan aiden aisha alan albert
  albie alessia alex alexander alexandra alexis alfie alfred ali alice alicia alina alisha alistair allan amelia amelie amina
  amir amira amy ana anaya andre andrea andrew angela angus anika anna annabelle annie anthony antonio anya archie aria ariana
  arjun arlo arthur arya asher ashley ashton athena aurora ava avery ayaan ayesha barnaby beatrice beau becky bella ben
  benjamin bethany billy blake bobby bradley brandon brian bronte brooke bryony caitlin caleb callum calvin cameron camila
  carl carla carlos carly casey caspian catherine cecilia charley charlie charlotte chloe chris christopher clara claudia
  clementine cody cohen colin conor connor cora corey courtney craig daisy damian daniel danielle danny daria darcey darcy
  darren david declan delilah demi denis dexter diana diego dominic donna dylan eden edie edith edward effie elena eleanor
  eli elijah eliana elias eliza elizabeth ella ellen ellie elliot elliott ellis elodie elsie emilia emily emma emmanuel eric
  erin esme esmae ethan eva evan evelyn evie ezra faisal farah fatima felicity felix fern finlay finley finn fiona flora
  florence francesca francis frankie fraser freddie frederick freya gabriel gabriella gareth gary gemma genevieve george
  georgia georgie georgina gethin gracie graham gregory gwen hadley hamza hana hanna hannah harley haroon harper harriet harris
  harrison harry hassan hayley heidi helen helena henry hetty hollie hudson hugh hugo hussain iain ian ibrahim ida imogen
  imran inaya ines iqra irfan isaac isabel isabella isabelle isha isla isaiah ishaan ismail iris ivan jack jackson jacob jade
  jaden jake jakub james jamal jamie jan jane janet jared jasmin jasmine jason jax jaxon jayden jenna jennifer jenny jensen
  jeremy jesse jessica jim joanna joe joel john jonah jonathan joseph josephine josh joshua josie jude julia julian juliet
  kacper kai kaitlyn karen karim kate katherine kathryn katie kayden kayla keira keith kelly kevin khadija khalid kian kieran
  kimberly kirsty kit kyle kylie lacey laila lara laura lauren layla leah leanne lee lena lennon lenny leo leon leona leonardo
  lewis lexi liam libby lila lilly lily lina lisa liv logan lola lorenzo lottie louie louis louisa louise luca lucas lucia
  lucy luis luka lukas luke luna lydia lyla mabel maddison madeleine madison maggie maisie malachi malik marcel marcus margaret
  margot maria mariam marie marley martha martin maryam matilda matteo matthew maya megan mehmet melanie melissa mia micah
  michael michelle mila miles millie milly milo mohamed mohammad mohammed molly morgan moses muhammad musa mustafa mya myla
  nadia naomi natalia natalie natasha nathan nathaniel neil niamh nia nicholas nicola nicole nina noah noel nora oakley oisin
  oliver olivia ollie omar oscar osian otis otto owen paige patrick paul paula peter philip phillip phoebe piotr poppy priya
  quinn rachel ralph raphael ravi rayan rebecca reece reggie rehan remi rhys ria riaz richard riley robbie robert robyn rocco
  roman ronan ronnie rory rosalie rosie ross rowan roxanne ruby rufus rupert ruth ryan saanvi safa saira salma sam samantha
  samir samira samuel sana sara sarah scarlett scott sean sebastian selina seren seth shane shannon shaun shreya sian sienna
  simon sofia sonny sophia sophie spencer stanley stella stephanie stephen steven stuart suki sunny susan syed tahir tamara
  tariq tasha taylor ted teddy tegan teresa thea theo theodore thomas tia tilly tim timothy toby tom tommy tristan tyler umar
  valentina vanessa vera vincent vivienne wayne wilfred william willow wren xander xavier yahya yasin yasmin yousef yusuf zac
  zach zachary zahra zain zainab zak zara zayn zeynep zoe zofia zuzanna
`);

/** Names that are also words, places or months here. Lower case. */
export const NAME_OR_WORD: ReadonlySet<string> = list(`
  amber angel aspen blossom carter chelsea christian clay dale dawn dean destiny drew eve faith frank gene grace guy hazel heath
  holly hope hunter ivy jay jordan joy kerry kim lance mark mason max mercy nova olive parker paris penny ray reed robin rose
  sandy sky skye storm violet victoria will woody
`);
