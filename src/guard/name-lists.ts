// Words that tell "Jamie, 14 March 2015" from "Cabinet, 14 March 2015": first names that children in England bear, and words of
// titles. What one could get wrong: names that are also words or months are in the second list, and count before a surname only.

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
  aamir aarav abena abdi abdirahman adwoa aleksander amara amrit anastasia andrei anjali arben arjan arnav asad ayo bilal
  blerta bohdan chidi chinedu diya dmitri dmytro femi filip gurpreet hafsa hamid harpreet haruka hodan ifrah ioana jana jaspreet
  jing kavya kenji khadijah kiran kofi kwabena kwame linh maja manpreet mateusz meera mei mihai minh nasir navjot ngozi nikhil
  nikola nisha oksana olena oliwia oluwaseun pavel petra pooja rahim rahul rehman reyansh riya rohan safiya simran siobhan
  stefan sumaya svetlana szymon taras temi thanh tomasz umair usman vihaan wei wiktoria yulia yuki zaynab zbigniew
`);

/**
 * Words in the titles of papers, bodies and occasions: beside a date they are no surname. Lower case, singular. A word that is
 * missing here costs a false alarm ("Cabinet Report, 12 March 2024"), one too many a name that is not seen.
 */
export const TITLE_WORDS: ReadonlySet<string> = list(`
  academy act action adviser advisor agenda agreement allocation amber annex annual appendix april area assessment assistant
  assurance audit august authority autumn band base black block blue board bill briefing budget business cabinet capital care
  carer case census centre chair change charter chief child children christmas city clinical code college commission
  commissioner commissioning committee common community complaint conference constitution consultation contract corporate
  council county coventry cross data deadline december decision dedicated delivery department designated director directorate
  disability district document draft early easter education england equality evaluation event evidence executive expert family
  february finance financial first forecast forum foundation framework friday fund funding general gold governance government
  governor grant green group guidance half head headteacher health high hospital housing improvement inclusion inclusive
  independent indicator initial inspection integrated interim item january joint july june key lead leader learning legal
  letter link local mainstream manager management march matter may meeting member memorandum milestone ministry minute model
  monday monitoring motion national need network new newsletter november nursery october offer office officer ofsted old open
  opening operational order outcome outturn overview pack panel paper parent parliament part partner partnership performance
  phase pilot place plan planning platform policy post premium primary principal principle priority procurement programme
  project proposal protocol provider provision public quarter quarterly question record red referral reform region register
  regulation report reserve resource response return review revised risk round safety saturday schedule scheme school scrutiny
  second secondary secretary section senior september service sharing sign silver sixth social special specialist sponsor
  spring staff stage standard standing state statement statutory steering stocktake strategic strategy street study submission
  summary summer summit sunday support survey system target task teacher teaching team term test third thursday timetable tool
  topic training transfer transformation transport treasury tribunal trust tuesday two union unit update valve version vision
  visit warwickshire wave wednesday week weekly west white winter work workforce workshop workstream written year young youth
  better value together working world day holiday time right wrong extract notice bank microsoft power
  dated due agreed approved published issued received submitted closed opened started ended signed last next until before
`);

/** Names that are also words, places or months here. Lower case. */
export const NAME_OR_WORD: ReadonlySet<string> = list(`
  amber angel aspen blossom carter chelsea christian clay dale dawn dean destiny drew eve faith frank gene grace guy hazel heath
  holly hope hunter ivy jay jordan joy kerry kim lance mark mason max mercy nova olive parker paris penny ray reed robin rose
  sandy sky skye storm violet victoria will woody
`);
